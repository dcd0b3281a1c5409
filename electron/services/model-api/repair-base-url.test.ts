import { describe, expect, it } from 'vitest';
import { repairBaseUrl } from './repair-base-url';

describe('repairBaseUrl', () => {
  it.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://api.example.com//v1//', 'https://api.example.com/v1'],
    ['https://api.example.com', 'https://api.example.com/v1'],
    ['api.example.com', 'https://api.example.com/v1'],
    ['//api.example.com/v1', 'https://api.example.com/v1'],
    ['https:/api.example.com/v1', 'https://api.example.com/v1'],
    ['https//api.example.com/v1', 'https://api.example.com/v1'],
    [' "https://api.example.com/v1" ', 'https://api.example.com/v1'],
    ['https：／／api.example.com／v1', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/models', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/models/gpt-4o', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/messages?beta=true#top', 'https://api.example.com/v1'],
    ['https://api.example.com/chat', 'https://api.example.com/v1'],
    ['https://open.bigmodel.cn/api/paas/v4/chat/completions', 'https://open.bigmodel.cn/api/paas/v4'],
    [
      'https://dashscope.aliyuncs.com/compatible-mode/v1',
      'https://dashscope.aliyuncs.com/compatible-mode/v1',
    ],
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    ['localhost:11434/api/chat', 'http://localhost:11434/v1'],
    ['192.168.1.5:8080/v1', 'http://192.168.1.5:8080/v1'],
    ['http://api.example.com/v1', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/console/keys', 'https://api.example.com/v1'],
  ])('%s most likely means %s', (typed, meant) => {
    expect(repairBaseUrl(typed, 'openai')[0]).toBe(meant);
  });

  it('tries only what was typed when that has a version', () => {
    expect(repairBaseUrl('https://ark.cn-beijing.volces.com/api/v3', 'openai')).toEqual([
      'https://ark.cn-beijing.volces.com/api/v3',
    ]);
  });

  it('goes on with the path itself, the folder above and the root', () => {
    expect(repairBaseUrl('https://api.example.com/openai/deployments', 'openai')).toEqual([
      'https://api.example.com/openai/deployments/v1',
      'https://api.example.com/openai/deployments',
      'https://api.example.com/openai/v1',
      'https://api.example.com/v1',
    ]);
  });

  it('tries http last on the internet and first at home', () => {
    expect(repairBaseUrl('http://api.example.com/v1', 'openai')).toEqual([
      'https://api.example.com/v1',
      'http://api.example.com/v1',
    ]);
    expect(repairBaseUrl('http://nas.local/v1', 'openai')[0]).toBe('http://nas.local/v1');
  });

  it.each(['https://api.example.com', 'api.example.com'])('never tries http for %s', (typed) => {
    expect(repairBaseUrl(typed, 'openai').every((url) => url.startsWith('https:'))).toBe(true);
  });

  it('knows the version segment of each protocol', () => {
    expect(repairBaseUrl('generativelanguage.googleapis.com', 'gemini')[0]).toBe(
      'https://generativelanguage.googleapis.com/v1beta',
    );
    expect(repairBaseUrl('https://api.anthropic.com', 'anthropic')[0]).toBe('https://api.anthropic.com/v1');
    expect(
      repairBaseUrl('https://g.example.com/v1beta/models/gemini-flash-latest:generateContent', 'gemini')[0],
    ).toBe('https://g.example.com/v1beta');
  });

  it('puts the well-known base URL of a bare host first', () => {
    const usual = ['https://dashscope.aliyuncs.com/compatible-mode/v1'];
    expect(repairBaseUrl('dashscope.aliyuncs.com', 'openai', usual)[0]).toBe(usual[0]);
  });

  it.each(['', '   ', 'ftp://example.com', 'https://', '你好，世界 a'])('finds nothing in %j', (typed) => {
    expect(repairBaseUrl(typed, 'openai')).toEqual([]);
  });
});

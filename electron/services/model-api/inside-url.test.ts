import { describe, expect, it } from 'vitest';
import { urlInsideContainer } from './inside-url';

describe('urlInsideContainer', () => {
  it.each([
    ['http://localhost:11434/v1', 'http://host.docker.internal:11434/v1'],
    ['http://127.0.0.1:11434/v1', 'http://host.docker.internal:11434/v1'],
    ['http://127.1.2.3:8080', 'http://host.docker.internal:8080'],
    ['http://[::1]:11434/v1', 'http://host.docker.internal:11434/v1'],
    ['http://[::ffff:127.0.0.1]:80/v1', 'http://host.docker.internal/v1'],
    ['http://0.0.0.0:3000/', 'http://host.docker.internal:3000/'],
    ['https://LOCALHOST/v1', 'https://host.docker.internal/v1'],
    ['http://api.localhost/v1', 'http://host.docker.internal/v1'],
  ])('%s is %s from inside', (outside, inside) => {
    expect(urlInsideContainer(outside)).toBe(inside);
  });

  it.each([
    'https://api.deepseek.com/v1',
    'http://192.168.1.5:11434/v1',
    'http://localhost.example.com/v1',
    'http://128.0.0.1/v1',
    'not a url',
  ])('%s is the same from inside', (url) => {
    expect(urlInsideContainer(url)).toBe(url);
  });
});

import { describe, expect, it } from 'vitest';
import { pickModels } from './pick-model';

describe('pickModels', () => {
  it('takes the first suggestion that is listed', () => {
    expect(pickModels(['a', 'b', 'c'], ['x', 'b', 'a'])[0]).toBe('b');
  });

  it('takes the newest dated version of a suggestion', () => {
    const listed = ['claude-haiku-4-5-20250901', 'claude-haiku-4-5-20251001', 'claude-haiku-4-5-fast'];
    expect(pickModels(listed, ['claude-haiku-4-5'])[0]).toBe('claude-haiku-4-5-20251001');
  });

  it('takes a chat model where no suggestion is listed', () => {
    expect(pickModels(['text-embedding-3', 'whisper-1', 'my-model'], ['x'])).toEqual(['my-model']);
  });

  it('takes the suggestions where nothing is listed', () => {
    expect(pickModels([], ['x', 'y'])).toEqual(['x', 'y']);
  });

  it('has no choice where only other kinds of models are listed', () => {
    expect(pickModels(['bge-m3', 'dall-e-3'], [])).toEqual([]);
  });
});

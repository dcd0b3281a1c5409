import { describe, expect, it } from 'vitest';
import { memoryIn, withMemory } from './wsl-config';

describe('the memory of .wslconfig', () => {
  it.each([
    ['nothing', '', undefined],
    ['another section alone', '[experimental]\nmemory=9GB\n', undefined],
    ['a plain line', '[wsl2]\nmemory=4GB\n', '4GB'],
    ['other letters and spaces', '[WSL2]\r\n  Memory = 4GB \r\n', '4GB'],
    ['a line that is a comment', '[wsl2]\n#memory=4GB\n', undefined],
    ['a byte order mark', '\uFEFF[wsl2]\nmemory=4GB', '4GB'],
    ['said twice', '[wsl2]\nmemory=4GB\nmemory=6GB\n', '6GB'],
  ])('is read from %s', (_, text, memory) => {
    expect(memoryIn(text)).toBe(memory);
  });

  it.each([
    ['an empty file', '', '[wsl2]\r\nmemory=4GB\r\n'],
    ['a section', '[wsl2]\nprocessors=2\n', '[wsl2]\nmemory=4GB\nprocessors=2\n'],
    ['another value', '[wsl2]\r\nMemory = 8GB\r\nswap=0\r\n', '[wsl2]\r\nmemory=4GB\r\nswap=0\r\n'],
    ['a last line without an end', '[wsl2]\nmemory=8GB', '[wsl2]\nmemory=4GB'],
    ['a header without an end', '[wsl2]', '[wsl2]\nmemory=4GB\n'],
    [
      'comments and other sections',
      '# mine\n[experimental]\nmemory=9GB\nsparseVhd=true\n\n[wsl2]\n# room\nswap=0\n',
      '# mine\n[experimental]\nmemory=9GB\nsparseVhd=true\n\n[wsl2]\nmemory=4GB\n# room\nswap=0\n',
    ],
    ['no section of its own', '[experimental]\nx=1', '[experimental]\nx=1\n[wsl2]\nmemory=4GB\n'],
  ])('is written into %s, and everything else stays', (_, before, after) => {
    expect(withMemory(before, '4GB')).toBe(after);
    expect(memoryIn(after)).toBe('4GB');
  });

  it('is taken out, and everything else stays', () => {
    expect(withMemory('# a\n[wsl2]\nmemory=4GB\nswap=0\n', undefined)).toBe('# a\n[wsl2]\nswap=0\n');
  });
});

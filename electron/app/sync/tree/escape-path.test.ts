import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapePath, findClashes, unescapePath } from './escape-path';

const bytes = (text: string) => Buffer.from(text);

const NAMES = [
  '.git',
  '.GIT',
  'git~1',
  'con',
  'CON.txt',
  'a:b?.json',
  'end.',
  'end ',
  'A',
  'a',
  'é',
  'e\u0301',
  '密钥',
  '%2E',
  '.g\u200cit',
  'K',
];
const name = fc.oneof(
  fc.constantFrom(...NAMES).map(bytes),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map(bytes),
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((each) => Buffer.from(each)),
);
const path = fc
  .array(
    name
      .map((each) => Buffer.from(each.filter((byte) => byte !== 0 && byte !== 0x2f)))
      .filter((each) => each.length > 0 && !/^\.\.?$/.test(each.toString())),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => Buffer.from(parts.flatMap((part, index) => (index ? [0x2f, ...part] : [...part]))));

/** What Windows does to a name before it looks for it. */
const onWindows = (text: string) => text.toLowerCase().normalize('NFC');

describe('a path in the repository', () => {
  it('is led back to the very bytes, and stands on every disk', () => {
    fc.assert(
      fc.property(path, (each) => {
        const escaped = escapePath(each, findClashes([each]));
        expect(unescapePath(escaped)).toEqual(each);
        for (const part of escaped.split('/')) {
          expect(part).not.toMatch(/[<>:"|?*\\\p{Cc}]|[. ]$|^\.git|^git~\d|^$/iu);
          expect(part).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
          expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never that of another file, whatever a disk thinks of upper case', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(path, { selector: (each) => each.toString('latin1'), maxLength: 12 }),
        (all) => {
          const clashes = findClashes(all);
          const escaped = all.map((each) => onWindows(escapePath(each, clashes)));
          expect(new Set(escaped).size).toBe(all.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['plugins/p1/.git/config', 'plugins/p1/%2Egit/config'],
    ['.github/workflows/a.yml', '%2Egithub/workflows/a.yml'],
    ['a:b?.json', 'a%3Ab%3F.json'],
    ['con.txt', '%63on.txt'],
    ['trailing. /x', 'trailing.%20/x'],
    ['100%', '100%25'],
    ['聊天/记录.db', '聊天/记录.db'],
  ])('%s is kept as %s', (from, to) => {
    expect(escapePath(bytes(from))).toBe(to);
  });

  it('tells files and folders apart that differ in case alone', () => {
    const all = ['Data/x', 'data/x', 'README', 'readme', 'other'].map(bytes);
    const clashes = findClashes(all);
    expect(all.map((each) => escapePath(each, clashes))).toEqual([
      '%44ata/x',
      'data/x',
      '%52%45%41%44%4D%45',
      'readme',
      'other',
    ]);
  });

  it('is refused when it is none of ours', () => {
    expect(() => unescapePath('a%2')).toThrow(RangeError);
    expect(() => unescapePath('a%zz')).toThrow(RangeError);
  });
});

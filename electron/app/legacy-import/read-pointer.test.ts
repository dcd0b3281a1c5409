import { describe, expect, it } from 'vitest';
import { readPointer } from './read-pointer';
import { type LegacyFormat, pointerOf } from './test-legacy-repository';

const SUM = 'ab'.repeat(32);
const PATH = 'home/user/AstrBot/data/图片 一.png';
const write = (format: LegacyFormat, found: number | null = 7) =>
  pointerOf(format, {
    path: PATH,
    name: format === 'release-asset' ? `${SUM}-图片 一.png` : `${SUM.slice(0, 12)}-图片 一.png`,
    tag: 'blobs',
    sha256: SUM,
    size: 60_000_000,
    found,
  });
const read = (text: string) => readPointer(`${PATH}.pointer`, text);

describe.each<LegacyFormat>(['release-asset', 'lfs-pointer'])('a pointer of the form %s', (format) => {
  it('is read', () => {
    const file = { path: PATH, size: 60_000_000, sha256: SUM, release: 'blobs' };
    expect(read(write(format))).toMatchObject(file);
    expect(read(write(format, null))).toMatchObject({ ...file, assetId: undefined });
    expect(read(`\uFEFF${write(format)}\r\n`)).toMatchObject(file);
  });

  it.each<[string, (pointer: string) => string]>([
    ['cut off', (pointer) => pointer.slice(0, 60)],
    ['empty', () => ''],
    ['of an unknown type', (pointer) => pointer.replace(format, 'other')],
    ['without a sum', (pointer) => pointer.replace(/[0-9a-f]{64}"/, '"')],
    ['with a size that is none', (pointer) => pointer.replace(/60000000/, '"big"')],
    ['with a size below one', (pointer) => pointer.replace(/60000000/, '-1')],
    ['with an asset of another folder', (pointer) => pointer.replace(/"asset_name": ?"/, '$&../../')],
    [
      'of another file',
      (pointer) => pointer.replace(/("(?:filename|original_path)": ?")[^"]*/, '$1../../etc/passwd'),
    ],
    ['that is a list', (pointer) => `[${pointer}]`],
    ['that is a number', () => '7'],
    ['that is null', () => 'null'],
    ['that names prototypes', (pointer) => pointer.replace('"type"', '"__proto__": {"type": 1}, "kind"')],
  ])('is none when it is %s', (_, spoil) => {
    expect(read(spoil(write(format)))).toBeUndefined();
  });
});

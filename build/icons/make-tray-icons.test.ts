import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TONES } from '../../electron/contract/tone';
import { makeTrayIcons } from './make-tray-icons';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tray-icons-'));
  await makeTrayIcons(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const png = async (name: string) => PNG.sync.read(await readFile(join(folder, name)));

/** Every colour in a picture that is not see-through, as `r,g,b`. */
const coloursOf = ({ data }: PNG) => {
  const colours = new Set<string>();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
  }
  return colours;
};

test('there is an icon for each tone on each system', async () => {
  const kinds = ['Template.png', 'Template@2x.png'];
  for (const theme of ['light', 'dark']) kinds.push(`-${theme}.ico`, `-${theme}.png`, `-${theme}@2x.png`);
  const wanted = TONES.flatMap((tone) => kinds.map((kind) => `tray-${tone}${kind}`));
  expect((await readdir(folder)).sort()).toEqual(wanted.sort());
});

test.each(TONES)('on macOS %s is black and see-through, at 16 and 32', async (tone) => {
  for (const [name, size] of [
    [`tray-${tone}Template.png`, 16],
    [`tray-${tone}Template@2x.png`, 32],
  ] as const) {
    const picture = await png(name);
    expect([picture.width, picture.height]).toEqual([size, size]);
    expect([...coloursOf(picture)]).toEqual(['0,0,0']);
  }
});

test('no two tones look alike without colour, not even at 16 pixels', async () => {
  const shapes = await Promise.all(TONES.map(async (tone) => (await png(`tray-${tone}Template.png`)).data));
  for (const [i, one] of shapes.entries()) {
    for (const other of shapes.slice(i + 1)) {
      const differing = one.filter((value, at) => at % 4 === 3 && Math.abs(value - (other[at] ?? 0)) > 64);
      expect(differing.length).toBeGreaterThan(20);
    }
  }
});

test.each([
  ['light', 'bad', '169,47,38'],
  ['dark', 'bad', '241,149,138'],
  ['light', 'warn', '133,86,10'],
  ['dark', 'busy', '116,189,212'],
])('on a %s panel %s has its colour besides', async (theme, tone, colour) => {
  expect(coloursOf(await png(`tray-${tone}-${theme}@2x.png`))).toContain(colour);
});

test.each(TONES)('on Windows %s comes in every size that is asked for', async (tone) => {
  const ico = await readFile(join(folder, `tray-${tone}-dark.ico`));
  const count = ico.readUInt16LE(4);
  const sizes = Array.from({ length: count }, (_, i) => ico.readUInt8(6 + 16 * i));
  expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64]);
});

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IconIco } from '@shockpkg/icon-encoder';
import { TONES, type Tone } from '../../electron/contract/tone';
import { drawSvg } from './draw-svg';

/** For taskbars and panels of either kind; the badge has the tone's colour of the same theme. */
const BODIES = { light: '#1b282e', dark: '#ffffff' } as const;
const BADGES: Readonly<Record<keyof typeof BODIES, Partial<Record<Tone, string>>>> = {
  light: { busy: '#15607a', warn: '#85560a', bad: '#a92f26' },
  dark: { busy: '#74bdd4', warn: '#e6b85c', bad: '#f1958a' },
};
const THEMES = ['light', 'dark'] as const;

/** What Windows asks for between 100 % and 400 %. */
const ICO_SIZES_PX = [16, 20, 24, 32, 40, 48, 64];
const MAC_PX = 16;
const LINUX_PX = 24;

/**
 * Draws the tray's icons out of `build/icons/tray/*.svg` into `folder`, by tone: `tray-<tone>Template.png` and its
 * `@2x` for macOS, which gives it a colour itself, `tray-<tone>-<theme>.ico` for Windows, `.png` and `@2x` for Linux.
 */
export async function makeTrayIcons(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const tone of TONES) {
    const svg = await readFile(join(import.meta.dirname, 'tray', `${tone}.svg`), 'utf8');
    const save = (name: string, content: Uint8Array) =>
      writeFile(join(folder, `tray-${tone}${name}`), content);
    await save('Template.png', await drawSvg(svg, MAC_PX));
    await save('Template@2x.png', await drawSvg(svg, 2 * MAC_PX));
    for (const theme of THEMES) {
      const coloured = colour(svg, BODIES[theme], BADGES[theme][tone] ?? BODIES[theme]);
      const ico = new IconIco();
      for (const size of ICO_SIZES_PX) await ico.addFromPng(await drawSvg(coloured, size), null, false);
      await save(`-${theme}.ico`, ico.encode());
      await save(`-${theme}.png`, await drawSvg(coloured, LINUX_PX));
      await save(`-${theme}@2x.png`, await drawSvg(coloured, 2 * LINUX_PX));
    }
  }
}

function colour(svg: string, body: string, badge: string): string {
  const style = `.body{fill:${body}}.badge{fill:${badge}}.outline{stroke:${body}}`;
  return svg.replace(/(<svg[^>]*>)/, `$1<style>${style}</style>`);
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import { drawSvg } from './draw-svg';

const ICO_SIZES_PX = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const LINUX_SIZES_PX = [16, 24, 32, 48, 64, 128, 256, 512];

/** Size in pixels of each entry of an icon of macOS, by its type. */
const ICNS_ENTRIES = [
  ['ic04', 16],
  ['ic05', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

export interface AppIcons {
  /** Windows. */
  ico: string;
  /** macOS. */
  icns: string;
  /** Linux: a folder of `<size>x<size>.png`. */
  pngs: string;
}

/** Draws the app's icon for every system out of `build/icons/app.svg` into `folder`. */
export async function makeAppIcons(folder: string): Promise<AppIcons> {
  const svg = await readFile(join(import.meta.dirname, 'app.svg'), 'utf8');
  const icons: AppIcons = {
    ico: join(folder, 'icon.ico'),
    icns: join(folder, 'icon.icns'),
    pngs: join(folder, 'linux'),
  };
  await mkdir(icons.pngs, { recursive: true });

  const ico = new IconIco();
  for (const size of ICO_SIZES_PX) await ico.addFromPng(await drawSvg(svg, size), null, false);
  await writeFile(icons.ico, ico.encode());

  const icns = new IconIcns();
  for (const [type, size] of ICNS_ENTRIES) await icns.addFromPng(await drawSvg(svg, size), [type], false);
  await writeFile(icons.icns, icns.encode());

  for (const size of LINUX_SIZES_PX) {
    await writeFile(join(icons.pngs, `${size}x${size}.png`), await drawSvg(svg, size));
  }
  return icons;
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

let ready: Promise<void> | undefined;

/** Draws an SVG as a square PNG of `sizePx`, the same on every system. */
export async function drawSvg(svg: string, sizePx: number): Promise<Buffer> {
  ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((wasm) =>
    initWasm(wasm),
  );
  await ready;
  const drawn = new Resvg(svg, { fitTo: { mode: 'width', value: sizePx } }).render();
  return Buffer.from(drawn.asPng());
}

import { existsSync, readFileSync } from 'node:fs';
import { PNG } from 'pngjs';

/** Pixels as RGBA, not premultiplied. */
export interface Picture {
  width: number;
  height: number;
  data: Buffer;
}

/** A picture in the sizes that lie beside its file: as it stands, and `@2x`. Only PNG is read, as on Linux. */
export class NativeImage {
  readonly pictures: readonly Picture[];

  constructor(pictures: readonly Picture[]) {
    this.pictures = pictures;
  }

  isEmpty(): boolean {
    return this.pictures.length === 0;
  }

  getSize(): { width: number; height: number } {
    const { width, height } = this.pictures[0] ?? { width: 0, height: 0 };
    return { width, height };
  }
}

export const nativeImage = {
  createFromPath(path: string): NativeImage {
    const files = [path, path.replace(/(\.\w+)$/, '@2x$1')];
    return new NativeImage(
      files
        .filter((file) => existsSync(file) && file.endsWith('.png'))
        .map((file) => PNG.sync.read(readFileSync(file))),
    );
  },
  createFromBitmap(bitmap: Buffer, { width, height }: Electron.CreateFromBitmapOptions): NativeImage {
    return new NativeImage([{ width, height, data: Buffer.from(bitmap) }]);
  },
};

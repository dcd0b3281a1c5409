import { publishPackedImage } from '../engine/publish-image';
import { shortHash } from '../lab-cache';
import { astrbotImage } from './astrbot-image';
import { koishiImage } from './koishi-image';
import { napcatImage, type Pace } from './napcat-image';

/** Brains the lab has the real thing of. */
export type LabBrain = 'koishi' | 'astrbot';

export interface ImagesOptions {
  npmRegistry: string;
  pace: Pace;
  brains: readonly LabBrain[];
}

/**
 * Puts the images into a registry's storage under a prefix, as a mirror offers Docker Hub's. Answers the prefix:
 * another one for other images, so that what is there never changes.
 */
export async function publishImages(storage: string, options: ImagesOptions): Promise<string> {
  const images = [
    { name: 'mlikiowa/napcat-docker', tag: 'v4.18.19', image: await napcatImage(options.pace) },
    ...(await Promise.all(options.brains.map((brain) => BRAINS[brain](options)))),
  ];
  const ids = images.map(({ image }) => [image.config, image.layers.map(({ diffId }) => diffId)]);
  const prefix = `mirror/${shortHash(ids)}`;
  for (const { name, tag, image } of images) {
    await publishPackedImage(storage, { ...image, repository: `${prefix}/${name}`, tag });
  }
  return prefix;
}

const BRAINS = {
  koishi: async ({ npmRegistry }: ImagesOptions) => ({
    name: 'koishijs/koishi',
    tag: 'v1.16.1-lite',
    image: await koishiImage(npmRegistry),
  }),
  astrbot: async () => ({ name: 'soulter/astrbot', tag: 'v4.27.4', image: await astrbotImage() }),
};

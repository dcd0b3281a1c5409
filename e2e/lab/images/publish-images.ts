import { type PackedImage, publishPackedImage } from '../engine/publish-image';
import { shortHash } from '../lab-cache';
import { astrbotImage } from './astrbot-image';
import { caddyImage } from './caddy-image';
import { geminiBalanceImage } from './gemini-balance-image';
import { koishiImage } from './koishi-image';
import { napcatImage, type Pace } from './napcat-image';

/** Brains the lab has the real thing of. */
export type LabBrain = 'koishi' | 'astrbot';

/** What a bot may have beside messenger and brain. */
export type LabExtra = 'gemini-balance' | 'caddy';

export interface ImagesOptions {
  npmRegistry: string;
  pace: Pace;
  brains: readonly LabBrain[];
  extras: readonly LabExtra[];
}

interface LabImage {
  name: string;
  tag: string;
  image: Omit<PackedImage, 'repository' | 'tag'>;
}

/**
 * Puts the images into a registry's storage under a prefix, as a mirror offers Docker Hub's. Answers the prefix:
 * another one for other images, so that what is there never changes.
 */
export async function publishImages(storage: string, options: ImagesOptions): Promise<string> {
  const images = [
    { name: 'mlikiowa/napcat-docker', tag: 'v4.18.19', image: await napcatImage(options.pace) },
    ...(await Promise.all([...options.brains, ...options.extras].map((name) => IMAGES[name](options)))),
  ];
  const ids = images.map(({ image }) => [image.config, image.layers.map(({ diffId }) => diffId)]);
  const prefix = `mirror/${shortHash(ids)}`;
  for (const { name, tag, image } of images) {
    await publishPackedImage(storage, { ...image, repository: `${prefix}/${name}`, tag });
  }
  return prefix;
}

/** A mirror offers images of other registries than Docker Hub below the registry's name. */
const IMAGES: Record<LabBrain | LabExtra, (options: ImagesOptions) => Promise<LabImage>> = {
  koishi: async ({ npmRegistry }) => ({
    name: 'koishijs/koishi',
    tag: 'v1.16.1-lite',
    image: await koishiImage(npmRegistry),
  }),
  astrbot: async () => ({ name: 'soulter/astrbot', tag: 'v4.27.4', image: await astrbotImage() }),
  'gemini-balance': async () => ({
    name: 'ghcr.io/snailyp/gemini-balance',
    tag: '2.2.8',
    image: await geminiBalanceImage(),
  }),
  caddy: async () => ({ name: 'library/caddy', tag: '2.11.4-alpine', image: await caddyImage() }),
};

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

/** Whatever the lab has an image of. */
export type LabName = 'napcat' | LabBrain | LabExtra;

export interface ImagesOptions {
  npmRegistry: string;
  pace: Pace;
  brains: readonly LabBrain[];
  extras: readonly LabExtra[];
}

/** What an image is made of, whatever it is called. */
export type ImageContent = Omit<PackedImage, 'repository' | 'tag'>;

interface LabImage {
  name: string;
  tag: string;
  image: ImageContent;
}

export interface PublishedImages {
  /** Another one for other images, so that what is there never changes but by `publish`. */
  prefix: string;
  /** Puts what is made of an image in its place, under the same tag, until the next lab; answers its digest. */
  publish(name: LabName, change: (image: ImageContent) => ImageContent): Promise<string>;
}

/** Puts the images into a registry's storage under a prefix, as a mirror offers Docker Hub's. */
export async function publishImages(storage: string, options: ImagesOptions): Promise<PublishedImages> {
  const named: [LabName, LabImage][] = [
    ['napcat', { name: 'mlikiowa/napcat-docker', tag: 'v4.18.19', image: await napcatImage(options.pace) }],
    ...(await Promise.all(
      [...options.brains, ...options.extras].map(
        async (name): Promise<[LabName, LabImage]> => [name, await IMAGES[name](options)],
      ),
    )),
  ];
  const images = new Map(named);
  const ids = [...images.values()].map(({ image }) => [
    image.config,
    image.layers.map(({ diffId }) => diffId),
  ]);
  const prefix = `mirror/${shortHash(ids)}`;
  const put = ({ name, tag, image }: LabImage) =>
    publishPackedImage(storage, { ...image, repository: `${prefix}/${name}`, tag });
  for (const image of images.values()) await put(image);
  return {
    prefix,
    async publish(name, change) {
      const found = images.get(name);
      if (!found) throw new Error(`this lab has no image of ${name}`);
      return put({ ...found, image: change(found.image) });
    },
  };
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

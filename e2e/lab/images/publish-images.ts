import { publishPackedImage } from '../engine/publish-image';
import { shortHash } from '../lab-cache';
import { koishiImage } from './koishi-image';
import { napcatImage, type Pace } from './napcat-image';

/**
 * Puts the images into a registry's storage under a prefix, as a mirror offers Docker Hub's. Answers the prefix:
 * another one for other images, so that what is there never changes.
 */
export async function publishImages(storage: string, npmRegistry: string, pace: Pace): Promise<string> {
  const images = [
    { name: 'koishijs/koishi', tag: 'v1.16.1-lite', image: await koishiImage(npmRegistry) },
    { name: 'mlikiowa/napcat-docker', tag: 'v4.18.19', image: await napcatImage(pace) },
  ];
  const ids = images.map(({ image }) => [image.config, image.layers.map(({ diffId }) => diffId)]);
  const prefix = `mirror/${shortHash(ids)}`;
  for (const { name, tag, image } of images) {
    await publishPackedImage(storage, { ...image, repository: `${prefix}/${name}`, tag });
  }
  return prefix;
}

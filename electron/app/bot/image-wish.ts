import type { ServiceDefinition } from '../../services/definition';
import type { ImageWish } from '../image-keeper';

/** The image of a definition, as it is to be had. */
export function imageWish({
  image,
  source,
  digest,
}: Pick<ServiceDefinition, 'image' | 'source' | 'digest'>): ImageWish {
  return {
    reference: image,
    ...(source === undefined ? {} : { source }),
    ...(digest === undefined ? {} : { digest }),
  };
}

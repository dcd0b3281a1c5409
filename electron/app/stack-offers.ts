import type { StackOffer } from '../contract/view';
import { allPartsOf } from '../stacks/stack';
import { STACKS } from '../stacks/stacks';

/** What each stack pulls and under which licences, for the choice and the consent. */
export function stackOffers(): StackOffer[] {
  return Object.values(STACKS).map((stack) => ({
    id: stack.id,
    services: allPartsOf(stack).map(({ role, service }) => ({
      name: service.name,
      role,
      optional: role === 'keyPool' || role === 'gateway',
      product: service.product,
      version: service.version,
      image: service.image,
      licence: service.licence,
      licenceUrl: service.licenceUrl,
      memoryLimitBytes: service.memoryLimitBytes,
      ...(service.memoryUsedBytes === undefined ? {} : { memoryUsedBytes: service.memoryUsedBytes }),
    })),
  }));
}

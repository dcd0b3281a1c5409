import type { StackId } from '../../electron/contract/ids';
import type { StackOffer } from '../../electron/contract/view';
import type { IconName } from '../parts/icon';
import type { TextFunction } from '../text/text';
import { sizeText } from '../text/units';

const ROWS = ['good', 'fits', 'download', 'memory', 'models', 'options'] as const;
export type OfferRow = (typeof ROWS)[number];
export const STACK_ICON: Record<StackId, IconName> = { koishi: 'brain', astrbot: 'puzzle' };

/** What a bot of this stack pulls and runs as long as nothing else is switched on. */
function always(offer: StackOffer): StackOffer['services'] {
  return offer.services.filter((service) => !service.optional);
}

/** A row that has nothing to say for any of the offers is left out. */
export function offerRows(offers: readonly StackOffer[]): readonly OfferRow[] {
  const some = offers.some((offer) => offer.services.some((service) => service.optional));
  return some ? ROWS : ROWS.filter((row) => row !== 'options');
}

/** What a row says of an offer: measured figures as such, limits as limits. */
export function offerFact(t: TextFunction, offer: StackOffer, row: OfferRow): string {
  switch (row) {
    case 'download': {
      const sizes = always(offer).map((service) => service.downloadBytes);
      return sizes.every((size) => size !== undefined)
        ? t('choose.about', { size: sizeText(sizes.reduce((sum, size) => sum + size, 0)) })
        : t('choose.unmeasured');
    }
    case 'memory': {
      const bytes = always(offer).reduce((sum, service) => sum + service.memoryLimitBytes, 0);
      const limit = t('choose.limit', { size: sizeText(bytes) });
      const brain = offer.services.find(({ role }) => role === 'brain');
      if (brain?.memoryUsedBytes === undefined) return limit;
      const measured = { product: brain.product, size: sizeText(brain.memoryUsedBytes) };
      return `${t('choose.measured', measured)}${t('choose.joined')}${limit}`;
    }
    case 'options': {
      const options = offer.services.flatMap(({ role }) =>
        role === 'keyPool' || role === 'gateway' ? [t(`choose.option.${role}`)] : [],
      );
      return options.join(t('card.and')) || t('choose.noOptions');
    }
    default:
      return t(`stack.${offer.id}.${row}`);
  }
}

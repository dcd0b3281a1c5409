import { useQuery } from '@tanstack/react-query';
import type { BotView, StackOffer } from '../../electron/contract/view';
import { useTRPC } from './trpc';

/** A service of a stack as it is offered. */
export type OfferedService = StackOffer['services'][number];

/** What plays a role that a bot may switch on: `undefined` until known, `null` where its stack has nobody for it. */
export function useOptionalService(
  bot: Pick<BotView, 'stack'>,
  role: 'keyPool' | 'gateway',
): OfferedService | null | undefined {
  const offers = useQuery(useTRPC().stacks.offers.queryOptions());
  if (!offers.data) return undefined;
  const offer = offers.data.find((one) => one.id === bot.stack);
  return offer?.services.find((service) => service.optional && service.role === role) ?? null;
}

import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { StackId } from '../../electron/contract/ids';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';

const ChangeBrain = lazy(() => import('./change-brain').then((m) => ({ default: m.ChangeBrain })));

/**
 * The question whether to change the brain. `ask` is undefined where there is nothing to change to, or a change is
 * under way; `dialog` is to be drawn wherever.
 */
export function useChangeBrain(bot: BotView): { ask: (() => void) | undefined; dialog: ReactNode } {
  const offers = useQuery(useTRPC().stacks.offers.queryOptions());
  const [to, setTo] = useState<StackId>();
  const from = bot.stack;
  const other = offers.data?.find((offer) => offer.id !== from)?.id;
  const can = from !== undefined && other !== undefined && bot.change === undefined && !bot.settingUp;
  return {
    ask: can ? () => setTo(other) : undefined,
    dialog: from !== undefined && to !== undefined && (
      <Suspense>
        <ChangeBrain bot={bot} from={from} to={to} onClose={() => setTo(undefined)} />
      </Suspense>
    ),
  };
}

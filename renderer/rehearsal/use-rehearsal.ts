import { useSubscription } from '@trpc/tanstack-react-query';
import type { RehearsalView } from '../../electron/contract/rehearsal';
import { useTRPC } from '../api/trpc';

/** The rehearsal's own view; undefined until it comes. */
export function useRehearsal(): RehearsalView | undefined {
  const trpc = useTRPC();
  return useSubscription(trpc.rehearsal.watch.subscriptionOptions()).data;
}

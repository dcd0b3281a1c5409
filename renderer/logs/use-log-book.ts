import { useSubscription } from '@trpc/tanstack-react-query';
import { useState, useSyncExternalStore } from 'react';
import type { BotId } from '../../electron/contract/ids';
import { useTRPC } from '../api/trpc';
import { createLogBook, type LogBook } from './log-book';

/** Follows a bot's log: the last `tail` lines of each service, then what comes. */
export function useLogBook(bot: BotId, tail: number): { book: LogBook; isBroken: boolean } {
  const trpc = useTRPC();
  const [book] = useState(() => createLogBook());
  const subscription = useSubscription(
    trpc.logs.read.subscriptionOptions(
      { bot, tail, follow: true },
      { onStarted: () => book.clear(), onData: (batch) => book.add(batch) },
    ),
  );
  useSyncExternalStore(book.subscribe, () => book.version);
  return { book, isBroken: subscription.status === 'error' || subscription.status === 'connecting' };
}

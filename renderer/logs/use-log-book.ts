import { useSubscription } from '@trpc/tanstack-react-query';
import { useState, useSyncExternalStore } from 'react';
import type { BotId } from '../../electron/contract/ids';
import { useTRPC } from '../api/trpc';
import { createLogBook, type LogBook } from './log-book';

/** Follows a bot's log: the last `tail` lines of each service, then what comes. Lines alone draw nothing: see `useLines`. */
export function useLogBook(bot: BotId, tail: number): { book: LogBook; isBroken: boolean } {
  const trpc = useTRPC();
  const [book] = useState(() => createLogBook());
  const subscription = useSubscription(
    trpc.logs.read.subscriptionOptions(
      { bot, tail, follow: true },
      { onStarted: () => book.clear(), onData: (batch) => book.add(batch) },
    ),
  );
  return { book, isBroken: subscription.status === 'error' || subscription.status === 'connecting' };
}

/** Draws the caller again with every change of the book: for what shows lines, and not for the page around them. */
export function useLines(book: LogBook): void {
  useSyncExternalStore(book.subscribe, () => book.version);
}

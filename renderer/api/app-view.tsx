import { useSubscription } from '@trpc/tanstack-react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import type { AppView, BotView } from '../../electron/contract/view';
import { useTRPC } from './trpc';

const Context = createContext<AppView | undefined>(undefined);

export interface Connection {
  view: AppView | undefined;
  /** Since when there has been no answer, ms since 1970; undefined while connected. */
  lostAt: number | undefined;
}

/** Follows the app's view: the whole truth, sent again on each change. */
export function useConnection(): Connection {
  const trpc = useTRPC();
  const watch = useSubscription(trpc.watch.subscriptionOptions());
  const [last, setLast] = useState<AppView>();
  const [lostAt, setLostAt] = useState<number>();
  const connected = watch.status === 'pending' && watch.data !== undefined;
  useEffect(() => {
    if (watch.data) setLast(watch.data);
  }, [watch.data]);
  useEffect(() => {
    setLostAt(connected ? undefined : Date.now());
  }, [connected]);
  return { view: watch.data ?? last, lostAt: connected ? undefined : lostAt };
}

export function ViewProvider({ view, children }: { view: AppView; children: ReactNode }) {
  return <Context value={view}>{children}</Context>;
}

/** The app's view. Only below `ViewProvider`. */
export function useView(): AppView {
  const view = use(Context);
  if (!view) throw new Error('no view above');
  return view;
}

/** A bot of the view by id. */
export function findBot(view: AppView, id: string | undefined): BotView | undefined {
  return view.bots.find((bot) => bot.id === id);
}

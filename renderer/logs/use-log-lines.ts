import { useSubscription } from '@trpc/tanstack-react-query';
import { useRef, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { LogEntry } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';

const TAIL = 500;
/** More than anybody scrolls through; what is older is dropped. */
const KEEP = 4_000;

/** Terminal colours, which some services write into their logs. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

export interface LogRow extends LogEntry {
  /** Counts up, so that rows keep their identity. */
  id: number;
}

/** Follows a bot's log: the last lines of each service, then what comes. */
export function useLogLines(bot: BotId): { rows: readonly LogRow[]; broken: boolean } {
  const trpc = useTRPC();
  const [rows, setRows] = useState<readonly LogRow[]>([]);
  const count = useRef(0);
  const subscription = useSubscription(
    trpc.logs.read.subscriptionOptions(
      { bot, tail: TAIL, follow: true },
      {
        onStarted: () => setRows([]),
        onData(batch) {
          const more = batch.map((entry) => ({
            ...entry,
            text: entry.text.replaceAll(COLOURS, ''),
            id: count.current++,
          }));
          setRows((before) => [...before, ...more].slice(-KEEP));
        },
      },
    ),
  );
  return { rows, broken: subscription.status === 'error' || subscription.status === 'connecting' };
}

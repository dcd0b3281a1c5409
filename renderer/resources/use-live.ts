import { useSubscription } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import type { BotId, ServiceName } from '../../electron/contract/ids';
import type { LiveReading } from '../../electron/contract/resources';
import { useTRPC } from '../api/trpc';

/** A minute of seconds. */
export const KEPT = 60;

export type LastMinute = ReadonlyMap<ServiceName, readonly LiveReading[]>;

/** The last minute of each running service, oldest first, while this is on screen. */
export function useLive(bot: BotId): LastMinute {
  const trpc = useTRPC();
  const [minute, setMinute] = useState<LastMinute>(new Map());
  useSubscription(
    trpc.resources.live.subscriptionOptions(
      { bot },
      {
        onStarted: () => setMinute(new Map()),
        onData: (reading) =>
          setMinute((before) => {
            const of = [...(before.get(reading.service) ?? []), reading].slice(-KEPT);
            return new Map(before).set(reading.service, of);
          }),
      },
    ),
  );
  return minute;
}

import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import { useTRPC } from '../api/trpc';

/** How long a removal can be taken back. */
const UNDO_MS = 8_000;

/**
 * Removes keys a little later, because a key that is gone cannot be brought back: it is kept nowhere else. Leaving the
 * page removes at once what waits.
 */
export function useRemoval(bot: BotId) {
  const trpc = useTRPC();
  const remove = useMutation(trpc.keyPool.remove.mutationOptions());
  const [waiting, setWaiting] = useState<readonly string[]>([]);
  const now = useRef<() => void>(() => {});
  now.current = () => {
    if (waiting.length === 0 || remove.isPending) return;
    remove.mutate({ bot, ids: [...waiting] }, { onSettled: () => setWaiting([]) });
  };

  useEffect(() => {
    if (waiting.length === 0) return;
    const timer = setTimeout(() => now.current(), UNDO_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
  useEffect(() => () => now.current(), []);

  return {
    /** Not to be shown any more. */
    hidden: new Set(waiting),
    count: waiting.length,
    error: remove.error,
    remove: (ids: readonly string[]) => setWaiting((before) => [...new Set([...before, ...ids])]),
    undo: remove.isPending ? undefined : () => setWaiting([]),
  };
}

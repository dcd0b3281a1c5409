import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import type { KeysAdded } from '../../electron/contract/key-pool';
import { useTRPC } from '../api/trpc';

/** Rises when the licence of the pool's product changes, so that it is asked again. */
export const POOL_CONSENT_VERSION = 1;

/** Puts a pasted text into the pool; `agree` says yes to the licence in the same breath. */
export function useAddKeys(bot: BotId) {
  const trpc = useTRPC();
  const add = useMutation(trpc.keyPool.add.mutationOptions());
  const consent = useMutation(trpc.keyPool.consent.mutationOptions());
  return {
    pending: add.isPending || consent.isPending,
    error: add.error ?? consent.error,
    async addKeys(text: string, { agree }: { agree: boolean }): Promise<KeysAdded> {
      const added = await add.mutateAsync({ bot, text });
      if (agree) await consent.mutateAsync({ bot, version: POOL_CONSENT_VERSION });
      return added;
    },
  };
}

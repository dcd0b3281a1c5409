import { useMutation } from '@tanstack/react-query';
import type { BotId } from '../../electron/contract/ids';
import type { SyncPatch } from '../../electron/contract/sync';
import { useTRPC } from '../api/trpc';

/** What can be done with a bot that is saved to a repository. */
export function useSavedBot(bot: BotId) {
  const trpc = useTRPC();
  const patch = useMutation(trpc.sync.patch.mutationOptions());
  const now = useMutation(trpc.sync.now.mutationOptions());
  const cancel = useMutation(trpc.sync.cancel.mutationOptions());
  return {
    patch: (change: SyncPatch) => patch.mutate({ bot, patch: change }),
    now: () => now.mutate({ bot }),
    cancel: () => cancel.mutate({ bot }),
    error: patch.error ?? now.error ?? cancel.error,
  };
}

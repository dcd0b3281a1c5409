import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotPatch } from '../../electron/contract/bot';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import type { Setting } from './use-setting';

/** One setting of a bot: its value in the view, saving it, and taking that back. */
export function useBotSetting<T>(
  bot: BotView,
  read: (bot: BotView) => T,
  patchOf: (value: T) => BotPatch,
): Setting<T> {
  const trpc = useTRPC();
  const patch = useMutation(trpc.bots.patch.mutationOptions());
  const [before, setBefore] = useState<{ value: T }>();
  const value = read(bot);
  const save = (next: T, then: { value: T } | undefined) =>
    patch.mutate({ bot: bot.id, patch: patchOf(next) }, { onSuccess: () => setBefore(then) });
  return {
    value,
    save: (next) => save(next, { value }),
    undo: before && (() => save(before.value, undefined)),
    error: patch.error,
  };
}

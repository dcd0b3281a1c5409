import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings, SettingsPatch } from '../../electron/contract/settings';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';

export interface Setting<T> {
  value: T;
  save(value: T): void;
  /** There once something was saved on this page. */
  undo: (() => void) | undefined;
  error: unknown;
}

/** One setting: its value in the view, saving it, and taking that back. */
export function useSetting<T>(
  read: (settings: Settings) => T,
  patchOf: (value: T) => SettingsPatch,
): Setting<T> {
  const trpc = useTRPC();
  const { settings } = useView();
  const patch = useMutation(trpc.settings.patch.mutationOptions());
  const [before, setBefore] = useState<{ value: T }>();
  const value = read(settings);
  return {
    value,
    save(next) {
      const old = value;
      patch.mutate(patchOf(next), { onSuccess: () => setBefore({ value: old }) });
    },
    undo: before
      ? () => patch.mutate(patchOf(before.value), { onSuccess: () => setBefore(undefined) })
      : undefined,
    error: patch.error,
  };
}

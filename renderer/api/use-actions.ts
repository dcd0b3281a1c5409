import { useMutation } from '@tanstack/react-query';
import type { BotId, LinkId } from '../../electron/contract/ids';
import type { FixId } from '../../electron/contract/link-state';
import { go, type Page } from '../frame/use-page';

import { useTRPC } from './trpc';

const PAGE_OF: Partial<Record<FixId, Page>> = {
  enterKey: 'model',
  openModelSettings: 'model',
  openNetworkSettings: 'settings',
  openLogs: 'logs',
  openBackup: 'backup',
};

/** Presses the button that mends a link: some open a page, the rest are asked of the app. */
export function useFix(bot: BotId) {
  const trpc = useTRPC();

  const fix = useMutation(trpc.bots.fix.mutationOptions());
  const start = useMutation(trpc.engine.start.mutationOptions());
  return {
    press(link: LinkId, id: FixId) {
      const page = PAGE_OF[id];
      if (page) return go(page);
      if (id === 'startEngine') return start.mutate();
      fix.mutate({ bot, link, fix: id });
    },
    pending: fix.isPending ? fix.variables.fix : start.isPending ? ('startEngine' as const) : undefined,
    error: fix.error ?? start.error,
  };
}

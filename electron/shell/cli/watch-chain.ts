import type { BotId, LinkId } from '../../contract/ids';
import type { AppView, LinkView } from '../../contract/view';
import type { Readable } from '../../lib/value';
import type { Reporter } from './cli-event';

/** Tells of every link that changes, and of progress in between; the answer ends it. */
export function watchChain(view: Readable<AppView>, bot: BotId, reporter: Reporter): () => void {
  const told = new Map<LinkId, { state: string; progress: string }>();

  function tell({ id, tone, state, detail }: LinkView): void {
    const progress = state.kind === 'working' ? JSON.stringify(state.progress) : undefined;
    const now = {
      state: JSON.stringify(state.kind === 'working' ? { ...state, progress: undefined } : state),
      progress: progress ?? '',
    };
    const before = told.get(id);
    told.set(id, now);
    if (before?.state !== now.state) reporter.report({ event: 'link', link: id, tone, state, detail });
    else if (before.progress !== now.progress && state.kind === 'working' && state.progress) {
      reporter.report({ event: 'progress', link: id, ...state.progress });
    }
  }

  function look(): void {
    const chain = view.get().bots.find(({ id }) => id === bot)?.chain ?? [];
    for (const link of chain) tell(link);
  }

  look();
  return view.subscribe(look);
}

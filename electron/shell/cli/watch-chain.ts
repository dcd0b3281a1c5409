import type { BotId, LinkId } from '../../contract/ids';
import type { AppView, LinkView } from '../../contract/view';
import type { Clock } from '../../lib/clock';
import type { Readable } from '../../lib/value';
import type { Reporter } from './cli-event';

const PROGRESS_EVERY_MS = 500;

/** Tells of every link that changes, and now and then of progress in between; the answer ends it. */
export function watchChain(
  view: Readable<AppView>,
  bot: BotId,
  reporter: Reporter,
  clock: Clock,
): () => void {
  const told = new Map<LinkId, { state: string; at: number }>();

  function tell({ id, tone, state, detail }: LinkView): void {
    const withoutProgress = JSON.stringify(
      state.kind === 'working' ? { ...state, progress: undefined } : state,
    );
    const before = told.get(id);
    const now = { state: withoutProgress, at: clock.now() };
    if (before?.state !== withoutProgress) {
      told.set(id, now);
      reporter.report({ event: 'link', link: id, tone, state, detail });
    } else if (state.kind === 'working' && state.progress && now.at - before.at >= PROGRESS_EVERY_MS) {
      told.set(id, now);
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

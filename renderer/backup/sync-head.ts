import type { SyncView } from '../../electron/contract/sync';
import type { Tone } from '../../electron/contract/tone';
import type { LinkView } from '../../electron/contract/view';
import { linkTitle } from '../home/headline';
import type { TextFunction } from '../text/text';

/** How saving stands: a tone and a sentence. What is wrong is told by the chain's own words. Pure. */
export function syncHead(
  t: TextFunction,
  sync: SyncView,
  link: LinkView | undefined,
): { tone: Tone; title: string } {
  const tone = link?.tone ?? 'idle';
  if (link && (link.state.kind === 'broken' || link.state.kind === 'needsYou'))
    return { tone, title: linkTitle(t, link) };
  if (sync.running) return { tone: 'busy', title: t('backup.sync.head.running') };
  if (sync.failure) return { tone: 'busy', title: t(`diagnosis.${sync.failure.code}.what`) };
  if (sync.hold === 'paused') return { tone, title: t('backup.sync.head.paused') };
  if (sync.lastSuccess === undefined) return { tone, title: t('backup.sync.head.never') };
  if (sync.hold === 'botStopped') return { tone, title: t('backup.sync.head.botStopped') };
  return { tone, title: t(link?.state.kind === 'ok' ? 'backup.sync.head.ok' : 'backup.sync.head.due') };
}

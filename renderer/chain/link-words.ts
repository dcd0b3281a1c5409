import type { LinkId } from '../../electron/contract/ids';
import type { Progress } from '../../electron/contract/link-state';
import type { Tone } from '../../electron/contract/tone';
import type { LinkMoment, LinkView } from '../../electron/contract/view';
import type { IconName } from '../parts/icon';
import type { TextFunction } from '../text/text';
import { sizePairText, sizeText } from '../text/units';

export const LINK_ICON: Record<LinkId, IconName> = {
  engine: 'screen',
  images: 'box',
  messenger: 'bubble',
  login: 'person',
  bridge: 'plug',
  brain: 'brain',
  model: 'spark',
  reply: 'reply',
  gateway: 'gateway',
  sync: 'safe',
};

/** How far counted or weighed work is, 0–1; undefined when nobody knows. */
export function shareOf(progress: Progress | undefined): number | undefined {
  if (progress?.totalBytes) return Math.min(1, (progress.doneBytes ?? 0) / progress.totalBytes);
  if (progress?.totalBytes === undefined && progress?.doneBytes === undefined && progress?.total)
    return Math.min(1, (progress.done ?? 0) / progress.total);
  return undefined;
}

/** The word under a link. `brief` has room for `58%` but not for bytes; `settingUp` says what is to come. */
export function stateWord(
  t: TextFunction,
  link: LinkView,
  { brief = false, settingUp = false }: { brief?: boolean; settingUp?: boolean } = {},
): string {
  const { state } = link;
  switch (state.kind) {
    case 'ok':
      return t('chain.state.ok');
    case 'needsYou':
      return t(`ask.${state.ask.kind}.word`);
    case 'broken':
      return t(`diagnosis.${state.diagnosis.code}.word`);
    case 'working':
      return workingWord(t, state.doing, state.progress, brief);
    case 'off':
      if (state.why === 'ready') return t('chain.state.ready');
      if (state.why === 'stopped') return t('chain.state.stopped');
      if (settingUp) return t(`chain.later.${link.id}`);
      return state.waitsFor
        ? t('chain.state.waitsFor', { link: t(`chain.${state.waitsFor}`) })
        : t('chain.state.waiting');
  }
}

/** What a link came into, in a word. */
export function momentWord(t: TextFunction, moment: LinkMoment): string {
  switch (moment.kind) {
    case 'ok':
      return t('chain.state.ok');
    case 'working':
      return t(`doing.${moment.code}`);
    case 'needsYou':
      return t(`ask.${moment.code}.word`);
    case 'broken':
      return t(`diagnosis.${moment.code}.word`);
    case 'off':
      return t(`chain.state.${moment.code}`);
  }
}

type Doing = Extract<LinkView['state'], { kind: 'working' }>['doing'];

function workingWord(t: TextFunction, doing: Doing, progress: Progress | undefined, brief: boolean): string {
  if (doing === 'reconnecting' && progress?.attempt) return t('doing.attempt', { n: progress.attempt });
  const share = shareOf(progress);
  if (doing === 'pulling' && progress?.doneBytes !== undefined && progress.doneBytes > 0) {
    if (brief) {
      return share === undefined
        ? sizeText(progress.doneBytes)
        : t('doing.percent', { percent: Math.floor(share * 100) });
    }
    return progress.totalBytes === undefined
      ? t('doing.bytesOnly', { done: sizeText(progress.doneBytes) })
      : sizePairText(progress.doneBytes, progress.totalBytes);
  }
  return t(`doing.${doing}`);
}

/** The technical second line. */
export function secondLine(t: TextFunction, link: LinkView): string {
  if (link.id === 'images' && link.detail !== undefined && /^\d+$/.test(link.detail))
    return t('chain.imageCount', { n: link.detail });
  return link.detail ?? t(`chain.second.${link.id}`);
}

/** What a rope tells: it belongs to its right end. */
export type RopeTone = 'ok' | 'busy' | 'warn' | 'bad' | 'idle';

export function ropeTone(left: Tone, right: Tone): RopeTone {
  if (right === 'bad') return 'bad';
  if (left === 'ok' && right === 'ok') return 'ok';
  if (right === 'busy' && (left === 'ok' || left === 'busy')) return 'busy';
  if (right === 'warn' && left === 'ok') return 'warn';
  return 'idle';
}

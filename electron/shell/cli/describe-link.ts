import type { LinkState, Progress } from '../../contract/link-state';
import type { Tone } from '../../contract/tone';
import type { LinkView } from '../../contract/view';
import type { Texts } from './texts';

export const MARKS: Record<Tone, string> = { ok: '●', busy: '◐', warn: '▲', bad: '■', idle: '○' };

/** One link as a line: `◐ Download  2 images  downloading 58 %`. */
export function describeLink(link: Pick<LinkView, 'id' | 'tone' | 'state' | 'detail'>, texts: Texts): string {
  const parts = [`${MARKS[link.tone]} ${texts.link[link.id]}`, link.detail, describeState(link.state, texts)];
  return parts.filter(Boolean).join('  ');
}

function describeState(state: LinkState, texts: Texts): string {
  switch (state.kind) {
    case 'ok':
      return texts.say.running;
    case 'working':
      return [texts.doing[state.doing], state.progress && describeProgress(state.progress)]
        .filter(Boolean)
        .join(' ');
    case 'needsYou':
      return texts.ask[state.ask.kind];
    case 'broken':
      return [texts.diagnosis[state.diagnosis.code], ...state.diagnosis.evidence.slice(0, 3)].join('\n    ');
    case 'off':
      return { waiting: texts.say.waiting, stopped: texts.say.stopped, ready: texts.say.ready }[state.why];
  }
}

/** `312 / 684 MB  4.8 MB/s  mirror`; only what is known. */
export function describeProgress(progress: Progress): string {
  const { doneBytes, totalBytes, bytesPerSecond, done, total, source } = progress;
  const parts: string[] = [];
  if (doneBytes !== undefined) {
    parts.push(
      totalBytes === undefined ? `${mega(doneBytes)} MB` : `${mega(doneBytes)} / ${mega(totalBytes)} MB`,
    );
  }
  if (done !== undefined && total !== undefined) parts.push(`${done} / ${total}`);
  if (bytesPerSecond !== undefined) parts.push(`${(bytesPerSecond / 1e6).toFixed(1)} MB/s`);
  if (source !== undefined) parts.push(source);
  return parts.join('  ');
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

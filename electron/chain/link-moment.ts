import type { LinkState } from '../contract/link-state';
import type { LinkMoment } from '../contract/view';

/** A state without what changes while it lasts: what the history of a link holds. */
export function momentOf(state: LinkState, at: number): LinkMoment {
  switch (state.kind) {
    case 'ok':
      return { at, kind: 'ok' };
    case 'working':
      return { at, kind: 'working', code: state.doing };
    case 'needsYou':
      return { at, kind: 'needsYou', code: state.ask.kind };
    case 'broken':
      return { at, kind: 'broken', code: state.diagnosis.code };
    case 'off':
      return { at, kind: 'off', code: state.why };
  }
}

/** `ok`, `working.pulling`, `needsYou.scanQr`, `broken.bridgeDown`, `off.waiting`. */
export function stateCode(state: LinkState): string {
  const moment = momentOf(state, 0);
  return moment.kind === 'ok' ? 'ok' : `${moment.kind}.${moment.code}`;
}

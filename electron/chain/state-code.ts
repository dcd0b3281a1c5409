import type { LinkState } from '../contract/link-state';

/** `ok`, `working.pulling`, `needsYou.scanQr`, `broken.bridgeDown`, `off.waiting`: what the renderer has a text for. */
export function stateCode(state: LinkState): string {
  switch (state.kind) {
    case 'ok':
      return 'ok';
    case 'working':
      return `working.${state.doing}`;
    case 'needsYou':
      return `needsYou.${state.ask.kind}`;
    case 'broken':
      return `broken.${state.diagnosis.code}`;
    case 'off':
      return `off.${state.why}`;
  }
}

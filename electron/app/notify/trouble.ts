import type { DiagnosisCode, LinkState } from '../../contract/link-state';
import type { NotificationKind } from '../../contract/notification';
import type { BotView } from '../../contract/view';

/** What is wrong with a bot, in the words of notifications. */
export interface Trouble {
  kind: Exclude<NotificationKind, 'back' | 'updateReady' | 'versionOffered' | 'updateReturned'>;
  code: DiagnosisCode | undefined;
}

/** Only the user's phone can help with these. */
const SCANS: ReadonlySet<string> = new Set([
  'scanQr',
  'confirmOnPhone',
  'solveCaptcha',
  'verifyDevice',
  'acceptAccount',
]);

/**
 * What a notification would be about; undefined for a bot that is well, is being set up, rests on purpose, or is
 * only busy.
 */
export function troubleOf(bot: BotView): Trouble | undefined {
  // What an update does to it mends itself, or is told as what it is.
  if (bot.settingUp || bot.intent === 'stopped' || bot.versions.update) return undefined;
  const stateOf = (id: string) => bot.chain.find((link) => link.id === id)?.state;
  const broken = (id: string) => codeOf(stateOf(id));
  const login = stateOf('login');
  if (login?.kind === 'needsYou' && SCANS.has(login.ask.kind)) return { kind: 'needsScan', code: undefined };
  for (const [id, kind] of KINDS) {
    const code = broken(id);
    if (code !== undefined) return { kind, code };
    // An engine to be started, room to be made, a key to be entered again.
    if (stateOf(id)?.kind === 'needsYou') return { kind, code: undefined };
  }
  return undefined;
}

/** Each link's kind, the ones that explain others first. */
const KINDS: readonly (readonly [string, Trouble['kind']])[] = [
  ['engine', 'down'],
  ['images', 'down'],
  ['messenger', 'down'],
  ['login', 'offline'],
  ['brain', 'down'],
  ['bridge', 'bridgeBroken'],
  ['model', 'modelBroken'],
  ['reply', 'modelBroken'],
  ['sync', 'notSaved'],
];

function codeOf(state: LinkState | undefined): DiagnosisCode | undefined {
  return state?.kind === 'broken' ? state.diagnosis.code : undefined;
}

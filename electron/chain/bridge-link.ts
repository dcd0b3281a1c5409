import type { DiagnosisCode, FixId, LinkState } from '../contract/link-state';
import type { DialFailure, DialSign } from '../services/roles';
import { isOk, type Link, STOPPED, waitingFor } from './link';
import type { BrainReport, World } from './world';

interface Observation {
  now: number;
  stopped: boolean;
  connection: NonNullable<World['messenger']>['connection'];
  report: BrainReport | undefined;
}

/** The brain redials within seconds; longer than this it does not come back by itself. */
const RECONNECT_PATIENCE_MS = 60_000;
/** The messenger dials every five seconds: what it says of it is old news after this long. */
const DIAL_NEWS_MS = 20_000;
/** A brain that has just started may refuse once or twice; a wrong path or token does not come right by itself. */
const DIAL_PATIENCE_MS = 8_000;

const DIAL_CODE: Record<DialSign, DiagnosisCode> = {
  refused: 'bridgeRefused',
  unknownHost: 'bridgeUnknownHost',
  timedOut: 'bridgeTimedOut',
  wrongPath: 'bridgeWrongPath',
  tokenRefused: 'bridgeTokenRefused',
  other: 'bridgeDown',
};

/** Does the brain hold an authorised line to the messenger? */
export const bridgeLink: Link<Observation> = {
  id: 'bridge',
  observe: (world) => ({
    now: world.now,
    stopped:
      world.bot.intent === 'stopped' ||
      world.messenger?.wish === 'stopped' ||
      world.brain?.wish === 'stopped',
    connection: world.messenger?.connection,
    report: world.brain?.report,
  }),
  judge({ now, stopped, connection, report }, earlier): LinkState {
    if (stopped) return STOPPED;
    if (!isOk(earlier, 'login') || connection?.login.kind !== 'online') return waitingFor('login');
    const { login, bridgeEnd, monitor } = connection;
    switch (bridgeEnd?.kind) {
      case 'changed':
        return drift('tokenDrift', bridgeEnd.what, connection.bridgeEndAt, currentFailure(connection, now));
      case 'disabled':
      case 'missing':
        return drift('bridgeServerMissing', bridgeEnd.kind, connection.bridgeEndAt);
      default:
    }
    if (monitor.kind === 'refused') return drift('tokenDrift', 'token', now);
    if (report?.kind !== 'up') return waitingFor('brain');
    if (report.bots.some((bot) => bot.selfId === login.uin && bot.online)) return { kind: 'ok' };
    const failure = currentFailure(connection, now);
    if (failure && COMES_NOT_RIGHT.has(failure.sign) && failure.at - failure.since >= DIAL_PATIENCE_MS) {
      return unreached(DIAL_CODE[failure.sign], [failure.message]);
    }
    if (now - login.since < RECONNECT_PATIENCE_MS) return { kind: 'working', doing: 'connecting' };
    if (failure) return unreached(DIAL_CODE[failure.sign], [failure.message]);
    return unreached(
      'bridgeDown',
      report.bots.flatMap((bot) => (bot.error ? [bot.error] : [])),
    );
  },
  repair({ connection, report }, state) {
    if (state.kind === 'off' || connection?.login.kind !== 'online') return undefined;
    if (!connection.bridgeEnd) return { do: 'inspectBridge' };
    // Nobody edits a server away by hand: the messenger saved its defaults. Edited ones are the user's to decide.
    if (connection.bridgeEnd.kind === 'missing') return { do: 'rewriteBridge' };
    // Our end is as it should be, so the brain's is not; it is written anew when the brain starts.
    if (state.kind === 'broken' && BRAIN_END_WRONG.has(state.diagnosis.code))
      return { do: 'restartService', role: 'brain' };
    if (state.kind === 'broken' && EDITED.has(state.diagnosis.code)) return undefined;
    return state.kind !== 'ok' && report?.kind === 'up' ? { do: 'reconnectBridge' } : undefined;
  },
  detail: () => 'OneBot',
};

const COMES_NOT_RIGHT: ReadonlySet<DialSign> = new Set(['wrongPath', 'tokenRefused']);
const BRAIN_END_WRONG: ReadonlySet<DiagnosisCode> = new Set(['bridgeWrongPath', 'bridgeTokenRefused']);
const EDITED: ReadonlySet<DiagnosisCode> = new Set(['tokenDrift', 'bridgeServerMissing']);

function currentFailure({ dialling }: NonNullable<Observation['connection']>, now: number) {
  return dialling && now - dialling.at < DIAL_NEWS_MS ? dialling : undefined;
}

function unreached(code: DiagnosisCode, evidence: string[]): LinkState {
  return { kind: 'broken', diagnosis: { code, params: {}, evidence }, fixes: ['retry', 'restartService'] };
}

function drift(
  code: 'tokenDrift' | 'bridgeServerMissing',
  what: string,
  at: number,
  failure?: DialFailure,
): LinkState {
  // Another port or host would cut the line; only another token can be lived with.
  const fixes: FixId[] = what === 'token' ? ['rewriteOurs', 'takeTheirs'] : ['rewriteOurs'];
  const evidence = failure ? [failure.message] : [];
  return { kind: 'broken', diagnosis: { code, params: { what, at }, evidence }, fixes };
}

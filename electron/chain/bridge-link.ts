import type { FixId, LinkState } from '../contract/link-state';
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
        return drift('tokenDrift', bridgeEnd.what, connection.bridgeEndAt);
      case 'disabled':
      case 'missing':
        return drift('bridgeServerMissing', bridgeEnd.kind, connection.bridgeEndAt);
      default:
    }
    if (monitor.kind === 'refused') return drift('tokenDrift', 'token', now);
    if (report?.kind !== 'up') return waitingFor('brain');
    if (report.bots.some((bot) => bot.selfId === login.uin && bot.online)) return { kind: 'ok' };
    if (now - login.since < RECONNECT_PATIENCE_MS) return { kind: 'working', doing: 'connecting' };
    const errors = report.bots.flatMap((bot) => (bot.error ? [bot.error] : []));
    return {
      kind: 'broken',
      diagnosis: { code: 'bridgeDown', params: {}, evidence: errors },
      fixes: ['retry', 'restartService'],
    };
  },
  repair({ connection, report }, state) {
    if (state.kind === 'off' || connection?.login.kind !== 'online') return undefined;
    if (!connection.bridgeEnd) return { do: 'inspectBridge' };
    // Nobody edits a server away by hand: the messenger saved its defaults. Edited ones are the user's to decide.
    if (connection.bridgeEnd.kind === 'missing') return { do: 'rewriteBridge' };
    if (state.kind === 'broken' && state.diagnosis.code !== 'bridgeDown') return undefined;
    return state.kind !== 'ok' && report?.kind === 'up' ? { do: 'reconnectBridge' } : undefined;
  },
  detail: () => 'OneBot',
};

function drift(code: 'tokenDrift' | 'bridgeServerMissing', what: string, at: number): LinkState {
  // Another port or host would cut the line; only another token can be lived with.
  const fixes: FixId[] = what === 'token' ? ['rewriteOurs', 'takeTheirs'] : ['rewriteOurs'];
  return { kind: 'broken', diagnosis: { code, params: { what, at }, evidence: [] }, fixes };
}

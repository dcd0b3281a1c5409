import type { LinkState } from '../contract/link-state';
import { isOk, type Link, STOPPED, waitingFor } from './link';
import { judgeContainer, repairContainer, waitsForUser } from './service-state';
import type { GatewaySight } from './world';

interface Observation {
  now: number;
  sight: GatewaySight | undefined;
  intent: 'running' | 'stopped';
}

/** It serves within a second; a slow disk takes longer. */
const UP_PATIENCE_MS = 30_000;

/** Does the one address in front of the panels answer, with the rules as they are wished? No other link rests on it. */
export const gatewayLink: Link<Observation> = {
  id: 'gateway',
  observe: (world) => ({ now: world.now, sight: world.gateway, intent: world.bot.intent }),
  judge({ now, sight, intent }, earlier): LinkState {
    if (!sight || intent === 'stopped' || sight.wish === 'stopped') return STOPPED;
    if (!isOk(earlier, 'engine')) return waitingFor('engine');
    if (!sight.imagePresent) return waitingFor('images');
    if (sight.wish === 'prepared') return { kind: 'off', why: 'ready' };
    const container = judgeContainer(sight, now);
    if (container) return container;
    const product = sight.info.product;
    const report = sight.report ?? { kind: 'connecting' };
    if (report.kind === 'up') {
      if (sight.wanted === undefined || sight.wanted === report.config) return { kind: 'ok' };
      if (sight.refused?.config !== sight.wanted) return { kind: 'working', doing: 'reconnecting' };
      return {
        kind: 'broken',
        diagnosis: { code: 'gatewayRefused', params: { product }, evidence: [sight.refused.message] },
        fixes: ['retry', 'restartService', 'openLogs'],
      };
    }
    if (now - (sight.container?.startedAt ?? now) < UP_PATIENCE_MS)
      return { kind: 'working', doing: 'starting' };
    return {
      kind: 'broken',
      diagnosis: {
        code: 'gatewayUnreachable',
        params: { product },
        evidence: report.kind === 'unreachable' ? [report.message] : [],
      },
      fixes: ['restartService', 'openLogs'],
    };
  },
  repair({ sight }, state) {
    if (!sight || sight.busy || waitsForUser(state)) return undefined;
    if (sight.wish === 'running' && state.kind === 'off') return undefined;
    // Its port is what people typed into their browsers: it moves only when they say so.
    if (sight.refusal?.kind === 'portInUse') return { do: 'apply', role: 'gateway' };
    const repair = repairContainer(sight, 'gateway');
    if (repair || state.kind === 'ok' || sight.report?.kind !== 'up') return repair;
    return { do: 'reloadGateway' };
  },
  detail: ({ sight }) => (sight ? `${sight.info.product} ${sight.info.version}` : undefined),
};

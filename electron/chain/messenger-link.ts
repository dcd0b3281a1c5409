import type { LinkState } from '../contract/link-state';
import { isOk, type Link, STOPPED, waitingFor } from './link';
import { judgeContainer, repairContainer, waitsForUser } from './service-state';
import type { MessengerSight } from './world';

interface Observation {
  now: number;
  sight: MessengerSight | undefined;
  consented: boolean;
  intent: 'running' | 'stopped';
}

/** NapCat takes 3–10 s to serve its API; slow disks many times that. */
const API_PATIENCE_MS = 120_000;

/** Does the messenger run, and is it ours to speak to? */
export const messengerLink: Link<Observation> = {
  id: 'messenger',
  observe: (world) => ({
    now: world.now,
    sight: world.messenger,
    consented: world.bot.consent !== undefined,
    intent: world.bot.intent,
  }),
  judge({ now, sight, consented, intent }, earlier): LinkState {
    if (!sight) return waitingFor('brain');
    if (!consented) return { kind: 'needsYou', ask: { kind: 'consent' } };
    if (intent === 'stopped' || sight.wish === 'stopped') return STOPPED;
    if (!isOk(earlier, 'engine')) return waitingFor('engine');
    if (!sight.imagePresent) return waitingFor('images');
    const container = judgeContainer(sight, now);
    if (container) return container;
    const api = sight.connection?.api ?? { kind: 'connecting' };
    const product = sight.info.product;
    switch (api.kind) {
      case 'ok':
        return { kind: 'ok' };
      case 'refused':
        return {
          kind: 'broken',
          diagnosis: { code: 'messengerTokenChanged', params: { product }, evidence: [] },
          fixes: ['restartService'],
        };
      default: {
        if (now - (sight.container?.startedAt ?? now) < API_PATIENCE_MS)
          return { kind: 'working', doing: 'starting' };
        const evidence = api.kind === 'unreachable' ? [api.message] : [];
        return {
          kind: 'broken',
          diagnosis: { code: 'messengerUnreachable', params: { product }, evidence },
          fixes: ['restartService', 'openLogs'],
        };
      }
    }
  },
  repair({ sight }, state) {
    if (!sight) return undefined;
    if (sight.wish !== 'running') return repairContainer(sight, 'messenger');
    if (state.kind === 'off' || waitsForUser(state)) return undefined;
    // The token is forced at start: a restart writes ours again.
    if (state.kind === 'broken' && state.diagnosis.code === 'messengerTokenChanged')
      return { do: 'restartService', role: 'messenger' };
    return repairContainer(sight, 'messenger');
  },
  detail: ({ sight }) => (sight ? `${sight.info.product} ${sight.info.version}` : undefined),
};

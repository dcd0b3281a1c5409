import type { LinkState } from '../contract/link-state';
import { isOk, type Link, STOPPED, waitingFor } from './link';
import { judgeContainer, repairContainer, waitsForUser } from './service-state';
import type { BrainSight } from './world';

interface Observation {
  now: number;
  sight: BrainSight | undefined;
  intent: 'running' | 'stopped';
}

const UP_PATIENCE_MS = 120_000;

/** Does the brain run, with all its plugins? */
export const brainLink: Link<Observation> = {
  id: 'brain',
  observe: (world) => ({ now: world.now, sight: world.brain, intent: world.bot.intent }),
  judge({ now, sight, intent }, earlier): LinkState {
    if (!sight) return { kind: 'needsYou', ask: { kind: 'chooseStack' } };
    if (intent === 'stopped' || sight.wish === 'stopped') return STOPPED;
    if (!isOk(earlier, 'engine')) return waitingFor('engine');
    if (!sight.imagePresent) return waitingFor('images');
    if (sight.preparation.kind === 'failed') {
      return {
        kind: 'broken',
        diagnosis: sight.preparation.diagnosis,
        fixes: ['retry', 'openNetworkSettings', 'openLogs'],
      };
    }
    if (sight.preparation.kind === 'running') {
      return { kind: 'working', doing: 'preparing', progress: sight.preparation.progress };
    }
    if (sight.wish === 'prepared') {
      return sight.preparation.kind === 'done'
        ? { kind: 'off', why: 'ready' }
        : { kind: 'working', doing: 'preparing' };
    }
    const container = judgeContainer(sight, now);
    if (container) return container;
    const report = sight.report ?? { kind: 'connecting' };
    const product = sight.info.product;
    if (report.kind === 'up') {
      if (report.failures.length === 0) return { kind: 'ok' };
      return {
        kind: 'broken',
        diagnosis: {
          code: 'brainPluginFailed',
          params: { product, plugin: report.failures[0]?.plugin ?? '' },
          evidence: report.failures.map((failure) => `${failure.plugin}: ${failure.message}`),
        },
        fixes: ['restartService', 'recreateService', 'openLogs'],
      };
    }
    if (now - (sight.container?.startedAt ?? now) < UP_PATIENCE_MS)
      return { kind: 'working', doing: 'starting' };
    return {
      kind: 'broken',
      diagnosis: {
        code: 'brainUnreachable',
        params: { product },
        evidence: report.kind === 'unreachable' ? [report.message] : [],
      },
      fixes: ['restartService', 'openLogs'],
    };
  },
  repair({ sight }, state) {
    if (!sight || sight.busy || waitsForUser(state)) return undefined;
    if (sight.wish === 'stopped') return repairContainer(sight, 'brain');
    if (state.kind === 'off' && state.why === 'waiting') return undefined;
    // Whatever was made of its files under it: a start by us writes them anew.
    if (state.kind === 'broken' && state.diagnosis.code === 'containerCrashes')
      return { do: 'restartService', role: 'brain' };
    const unprepared = sight.wish === 'prepared' && sight.preparation.kind === 'none';
    if (unprepared || sight.preparation.kind === 'failed') return { do: 'apply', role: 'brain' };
    return repairContainer(sight, 'brain');
  },
  detail: ({ sight }) => (sight ? `${sight.info.product} ${sight.info.version}` : undefined),
};

import type { LinkId } from '../contract/ids';
import type { LinkState } from '../contract/link-state';
import { isOk, type Link, STOPPED, waitingFor } from './link';
import { type ProofSight, proofSubject } from './world';

interface Observation {
  proof: ProofSight;
  subject: string;
  stopped: boolean;
}

const RESTS_ON: readonly LinkId[] = ['login', 'bridge', 'brain', 'model'];

/** Does an answer really come back? Proved by one conversation inside the brain over a live bridge. */
export const replyLink: Link<Observation> = {
  id: 'reply',
  observe: (world) => ({
    proof: world.proof,
    subject: proofSubject(world),
    stopped: world.bot.intent === 'stopped' || world.brain?.wish === 'stopped',
  }),
  judge({ proof, subject, stopped }, earlier): LinkState {
    if (stopped) return STOPPED;
    const missing = RESTS_ON.find((link) => !isOk(earlier, link));
    if (missing) return waitingFor(missing);
    switch (proof.kind) {
      case 'ok':
        return proof.of === subject ? { kind: 'ok' } : { kind: 'working', doing: 'proving' };
      case 'failed':
        if (proof.of !== subject) return { kind: 'working', doing: 'proving' };
        return {
          kind: 'broken',
          diagnosis: {
            code: proof.cause === 'timeout' ? 'replySilent' : 'replyFailed',
            params: { cause: proof.cause },
            evidence: [proof.message],
          },
          fixes: ['retry', 'openModelSettings', 'openLogs'],
        };
      default:
        return { kind: 'working', doing: 'proving' };
    }
  },
  repair({ proof, subject }, state) {
    if (state.kind === 'off' || state.kind === 'ok' || proof.kind === 'running') return undefined;
    if (state.kind === 'working' || (proof.kind === 'failed' && proof.of === subject)) return { do: 'prove' };
    return undefined;
  },
  detail: () => undefined,
};

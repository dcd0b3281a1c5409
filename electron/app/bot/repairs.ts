import type { Repair } from '../../chain/link';
import { proofSubject } from '../../chain/world';
import { AppError } from '../../contract/errors';
import type { Engine } from '../../engine/engine';
import { withDeadline } from '../../lib/clock';
import { BrainError, type Role } from '../../services/roles';
import { usesKeyPool } from '../../stacks/stack';
import type { AppParts } from '../app-parts';
import { makeLive } from '../gateway/make-live';
import { checkThroughPool, mendPool } from '../key-pool/pool-repairs';
import type { BotRuntime } from './bot-runtime';
import { imageWish } from './image-wish';
import { tryModel } from './model-health';
import { movePorts } from './move-ports';
import { modelKeyName } from './service-secrets';
import { currentContainer } from './sights';

/** What the brain is asked to prove that it answers: short, so that it costs next to nothing. */
export const PROOF_QUESTION = '请只回答“在”。';
export const PROOF_PATIENCE_MS = 90_000;
/** The messenger's own restart, and QQ's quick sign-in after it. */
const RELOGIN_PATIENCE_MS = 90_000;

type Actions = {
  [K in Repair['do']]: (repair: Extract<Repair, { do: K }>, signal: AbortSignal) => Promise<void>;
};

/** Everything the supervisor can be asked to do for a bot. */
export function createRepairs(
  runtime: BotRuntime,
  parts: AppParts,
): (repair: Repair, signal: AbortSignal) => Promise<void> {
  const { record, state, connections } = runtime;
  const { clock, images, engineWatch } = parts;

  const engine = (): Engine => {
    const probe = engineWatch.probe.get();
    if (probe?.kind !== 'running') throw new AppError('engineUnavailable');
    return probe.engine;
  };
  const messenger = () => {
    const connection = connections.messenger();
    // Not running, so there is nobody to ask.
    if (!connection) throw new AppError('notAllowed');
    return connection;
  };

  const actions: Actions = {
    apply: ({ role }) => runtime.apply(state.stack?.[role]?.name),
    checkImages: () => runtime.apply(),
    inspectBridge: (_, signal) => connections.inspectBridge(signal),
    async reloadGateway(_, signal) {
      await runtime.define();
      await makeLive(runtime, engine(), signal);
    },
    refreshQr: (_, signal) => messenger().refreshQr(signal),

    async pull(_, signal) {
      // Each image's service goes on as soon as that image is here.
      await Promise.all(
        state.wished.map(async ({ definition }) => {
          await images.pull(engine(), imageWish(definition), signal);
          if (images.state(definition.image).kind === 'present') await runtime.apply(definition.name);
        }),
      );
    },

    async changePort({ role }) {
      const service = state.stack?.[role];
      const container =
        service && currentContainer(record.get().id, service.name, state.sight?.containers ?? []);
      if (!service) return;
      await movePorts(record, parts, service);
      if (container?.state === 'created') await engine().containers.remove(container.id, true);
      state.refusals.delete(service.name);
      await runtime.refresh(service.name);
    },

    rest: ({ service }) => runtime.apply(service),

    async restartService({ role }) {
      await restart(runtime, engine(), role);
    },

    async relogin({ account }, signal) {
      state.relogins += 1;
      const service = state.stack?.messenger;
      if (!service) return;
      await withDeadline(
        clock,
        RELOGIN_PATIENCE_MS,
        async (within) => {
          // A messenger that was signed out only takes a new sign-in after a restart.
          await restart(runtime, engine(), 'messenger');
          await runtime.until((world) => world.messenger?.connection?.api.kind === 'ok', within);
          if (connections.messenger()?.login.get().kind !== 'online')
            await messenger().quickLogin(account, within);
        },
        signal,
      );
    },

    async rewriteBridge(_, signal) {
      await messenger().rewriteBridge(signal);
      connections.forgetBridgeEnd();
      await connections.inspectBridge(signal);
      await connections.brain()?.reconnectBridge(signal);
    },

    async reconnectBridge(_, signal) {
      await connections.brain()?.reconnectBridge(signal);
    },

    async checkModel(_, signal) {
      const bot = record.get();
      if (usesKeyPool(bot)) return checkThroughPool(runtime, parts, signal);
      if (!bot.model) return;
      const key = (await parts.secrets.get(modelKeyName(bot.id))) ?? '';
      const result = await tryModel(parts, { ...bot.model, key }, signal);
      if (record.get().model !== bot.model) return;
      state.model = { ...state.model, check: { kind: 'checked', at: clock.now(), result } };
      runtime.touch();
    },

    checkKeys: async () => {
      const { keys, checks } = state.pool;
      await runtime.pool.check(keys.filter(({ id }) => !checks.has(id)).map(({ id }) => id));
    },
    writeKeyPool: async (_, signal) => runtime.poolConnection()?.write(signal),
    mendKeyPool: () => mendPool(runtime, parts, () => restart(runtime, engine(), 'keyPool')),

    async prove(_, signal) {
      await prove(runtime, parts, signal).catch(() => undefined);
    },
  };

  return (repair, signal) => {
    const action = actions[repair.do] as (repair: Repair, signal: AbortSignal) => Promise<void>;
    return action(repair, signal);
  };
}

/** Stops a service's container and brings it up again with its files written anew. */
export async function restart(runtime: BotRuntime, engine: Engine, role: Role): Promise<void> {
  const wished = runtime.state.wished.find((service) => service.role === role);
  if (!wished) return;
  const { name, stopTimeoutSeconds } = wished.definition;
  runtime.state.refusals.delete(name);
  const container = currentContainer(runtime.record.get().id, name, runtime.state.sight?.containers ?? []);
  // Stopped on purpose: what looks meanwhile must not take it for a crash.
  runtime.state.busy.add(name);
  try {
    if (container) await engine.containers.stop(container.id, stopTimeoutSeconds);
    await runtime.apply(name);
  } finally {
    runtime.state.busy.delete(name);
    runtime.touch();
  }
}

/** One conversation inside the brain. The proof is written down whether it holds or not. */
export async function prove(
  runtime: BotRuntime,
  parts: AppParts,
  signal: AbortSignal,
): Promise<{ answer: string; latencyMs: number }> {
  const { state, connections } = runtime;
  const brain = connections.brain();
  if (!brain) throw new BrainError('unreachable', 'the brain does not run');
  const of = proofSubject(runtime.world());
  state.proof = { kind: 'running' };
  runtime.touch();
  try {
    const said = await withDeadline(
      parts.clock,
      PROOF_PATIENCE_MS,
      (within) => brain.converse(PROOF_QUESTION, within),
      signal,
    );
    const answer = parts.redactor.redact(said.answer);
    state.proof = { kind: 'ok', at: parts.clock.now(), of, answer, latencyMs: said.latencyMs };
    // The model has just answered: what an earlier check held against it is over.
    if (state.model.check.kind === 'checked' && state.model.check.result.kind === 'problem') {
      state.model = { ...state.model, check: { kind: 'unknown' } };
    }
    return { answer, latencyMs: said.latencyMs };
  } catch (error) {
    const cause = error instanceof BrainError ? error.kind : isTimeout(error) ? 'timeout' : 'unknown';
    const message = error instanceof Error ? error.message : String(error);
    state.proof = signal.aborted
      ? { kind: 'none' }
      : { kind: 'failed', at: parts.clock.now(), cause, message, of };
    // The provider itself tells best what is wrong with a key or a model.
    // A pool hides that from the brain, and tells us when it is asked.
    if ((cause !== 'timeout' && cause !== 'unknown') || usesKeyPool(runtime.record.get()))
      state.model = { ...state.model, check: { kind: 'unknown' } };
    throw error;
  } finally {
    runtime.touch();
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

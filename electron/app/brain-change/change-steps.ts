import { judgeBeside } from '../../chain/beside';
import { walk } from '../../chain/walk';
import type { World } from '../../chain/world';
import type { LinkId } from '../../contract/ids';
import type { DiagnosisCode, LinkState } from '../../contract/link-state';
import type { Engine } from '../../engine/engine';
import { sleep, withDeadline } from '../../lib/clock';
import { untilAborted } from '../../lib/until-aborted';
import { type BrainConnection, BrainError } from '../../services/roles';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { imageWish } from '../bot/image-wish';
import { movePorts } from '../bot/move-ports';
import { PROOF_PATIENCE_MS, PROOF_QUESTION } from '../bot/repairs';
import { ChangeFailure, converseFailure, diagnosisOf, simple } from './change-failure';

/** The steps of a change, each of which rejects with `ChangeFailure` when it cannot be done. */
export interface ChangeSteps {
  /** Pulls, prepares and starts the brain beside, until it answers in process. The one that answers goes on. */
  ready(signal: AbortSignal): Promise<void>;
  /** Waits for a signed-in messenger, and for a moment in which nobody waits for an answer. */
  awaitMoment(signal: AbortSignal): Promise<void>;
  /** Leads the bridge to the brain that answers according to the record, which was beside until now. */
  bridge(signal: AbortSignal): Promise<void>;
  /** Waits for an answer over the new bridge. */
  prove(signal: AbortSignal): Promise<void>;
}

/** Longer than the links wait for a brain before they call it unreachable. */
const START_PATIENCE_MS = 5 * 60_000;
/** A fall at the start may be the only one. */
const SECOND_LOOK_MS = 5_000;
const PASSING: readonly DiagnosisCode[] = ['containerGone', 'containerCrashes', 'brainPluginFailed'];
/** The other brain answers meanwhile. */
const OFFER_PATIENCE_MS = 60_000;
const OFFER_LOOK_MS = 1_000;
const LOGIN_PATIENCE_MS = 3 * 60_000;
/** Where people talk all the time there is no such moment. */
const QUIET_PATIENCE_MS = 5_000;
/** Meanwhile the bot is silent. */
const BRIDGE_PATIENCE_MS = 20_000;
const PROVE_PATIENCE_MS = 2 * 60_000;
const PORT_TRIES = 3;

/** The links that a reply rests on. */
const PROVING: readonly LinkId[] = ['login', 'bridge', 'brain', 'model', 'reply'];

export function createChangeSteps(runtime: BotRuntime, parts: AppParts): ChangeSteps {
  const { state, connections, record } = runtime;
  const { clock } = parts;

  const engine = (): Engine => {
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running') throw new ChangeFailure(simple('engineGone'));
    return probe.engine;
  };
  const beside = () => {
    if (!state.beside) throw new Error('no brain is beside');
    return state.beside;
  };

  /** Waits until a look at the world fits; `late` tells what kept it from that. */
  async function until(
    fits: (world: World) => boolean,
    ms: number,
    late: (world: World) => LinkState | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await withDeadline(clock, ms, (within) => runtime.until(fits, within), signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
      const blamed = late(runtime.world());
      throw new ChangeFailure((blamed && diagnosisOf(blamed)) ?? simple('changeSlow'));
    }
  }

  async function pull(signal: AbortSignal): Promise<void> {
    const { definition } = beside().wished;
    const { image } = definition;
    await parts.images.check(engine(), [image]);
    await parts.images.pull(engine(), imageWish(definition), signal);
    signal.throwIfAborted();
    const failure = diagnosisOf(judgeBeside(runtime.world()));
    if (parts.images.state(image).kind !== 'present')
      throw new ChangeFailure(failure ?? simple('pullUnknown', beside().wished.info.product));
  }

  /** Brings the container up and answers what is wrong with it, if anything. */
  async function bringUp(signal: AbortSignal): Promise<LinkState> {
    await untilAborted(runtime.apply(beside().wished.definition.name), signal);
    const isSettled = (world: World) => {
      requireEngine(world);
      const now = judgeBeside(world);
      return now.kind === 'ok' || diagnosisOf(now) !== undefined;
    };
    await until(isSettled, START_PATIENCE_MS, judgeBeside, signal);
    return judgeBeside(runtime.world());
  }

  async function start(signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      const now = await bringUp(signal);
      const failure = diagnosisOf(now);
      if (!failure) return;
      if (failure.code === 'portTaken' && tries < PORT_TRIES) {
        state.refusals.delete(beside().wished.definition.name);
        await movePorts(record, parts, beside().stack.brain);
        await runtime.define();
      } else if (PASSING.includes(failure.code) && tries < PORT_TRIES) {
        await sleep(clock, SECOND_LOOK_MS, signal);
      } else {
        throw new ChangeFailure(failure);
      }
    }
  }

  /** One answer of a brain that is just up: its adapter may still be asking the provider for the models. */
  async function converseOnceOffered(brain: BrainConnection, signal: AbortSignal): Promise<void> {
    const until = clock.now() + OFFER_PATIENCE_MS;
    for (;;) {
      try {
        await brain.converse(PROOF_QUESTION, signal);
        return;
      } catch (error) {
        const mayCome = error instanceof BrainError && error.kind === 'modelMissing' && clock.now() < until;
        if (!mayCome) throw error;
        await sleep(clock, OFFER_LOOK_MS, signal);
      }
    }
  }

  return {
    async ready(signal) {
      await pull(signal);
      await start(signal);
      const brain = connections.beside();
      if (!brain) throw new ChangeFailure(simple('brainUnreachable', beside().wished.info.product));
      try {
        await withDeadline(clock, PROOF_PATIENCE_MS, (within) => converseOnceOffered(brain, within), signal);
      } catch (error) {
        signal.throwIfAborted();
        throw converseFailure(error);
      }
      // The model has just answered: what an earlier check held against it is over.
      const { check } = state.model;
      if (check.kind === 'checked' && check.result.kind === 'problem')
        state.model = { ...state.model, check: { kind: 'unknown' } };
    },

    async awaitMoment(signal) {
      await until(isSignedIn, LOGIN_PATIENCE_MS, (world) => linkState(world, 'login'), signal);
      await until(isQuiet, QUIET_PATIENCE_MS, () => undefined, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        if (error instanceof ChangeFailure && error.diagnosis.code === 'changeSlow') return;
        throw error;
      });
    },

    async bridge(signal) {
      const messenger = connections.messenger();
      const brain = state.stack?.brain;
      const product = state.stack?.messenger.product;
      if (!messenger || !brain) throw new ChangeFailure(simple('messengerUnreachable', product));
      messenger.bridgeTo(brain.listensAt);
      await messenger.rewriteBridge(signal).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new ChangeFailure({
          ...simple('messengerUnreachable', product),
          evidence: [String(error)],
        });
      });
      connections.forgetBridgeEnd();
      // It is looked at again below; that it was written is what counts.
      void connections.inspectBridge(signal).catch(() => undefined);
      if (brain.listensAt === undefined) await connections.brain()?.reconnectBridge(signal);
      await until(isBridged, BRIDGE_PATIENCE_MS, (world) => linkState(world, 'bridge'), signal);
    },

    async prove(signal) {
      const isProved = (world: World) => {
        requireEngine(world);
        const states = walk(world).filter(({ id }) => PROVING.includes(id));
        for (const { id, state: now } of states) {
          // The bridge may be rewritten once more, and a sign-in may come back.
          if (now.kind === 'broken' && id !== 'bridge' && id !== 'login')
            throw new ChangeFailure(now.diagnosis);
        }
        return states.every(({ state: now }) => now.kind === 'ok');
      };
      const firstBad = (world: World) =>
        walk(world).find(({ id, state: now }) => PROVING.includes(id) && diagnosisOf(now))?.state;
      await until(isProved, PROVE_PATIENCE_MS, firstBad, signal);
    },
  };
}

function linkState(world: World, id: LinkId): LinkState | undefined {
  return walk(world).find((finding) => finding.id === id)?.state;
}

/** Whether the brain itself says that it holds the line, or nobody is to hold one. The engine need not be asked. */
function isBridged({ bot, brain, messenger }: World): boolean {
  if (bot.intent === 'stopped' || brain?.wish === 'stopped' || messenger?.wish === 'stopped') return true;
  const { login } = messenger?.connection ?? {};
  const bots = brain?.report?.kind === 'up' ? brain.report.bots : [];
  return login?.kind === 'online' && bots.some(({ selfId, online }) => selfId === login.uin && online);
}

function requireEngine({ engine }: World): void {
  if (engine?.kind !== 'running') throw new ChangeFailure(simple('engineGone'));
}

function isSignedIn({ messenger }: World): boolean {
  return messenger?.connection?.api.kind === 'ok' && messenger.connection.login.kind === 'online';
}

/** Nothing was heard that was not answered yet. */
function isQuiet({ messenger }: World): boolean {
  const { lastReceivedAt, lastSentAt } = messenger?.connection?.monitor ?? {};
  return lastReceivedAt === undefined || (lastSentAt ?? 0) >= lastReceivedAt;
}

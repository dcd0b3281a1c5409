import type { World } from '../../chain/world';
import type { ServiceName } from '../../contract/ids';
import { type Engine, EngineError, LABELS } from '../../engine/engine';
import { coalesce } from '../../lib/coalesce';
import { plan } from '../../plan/plan';
import type { Step } from '../../plan/step';
import type { AppParts } from '../app-parts';
import { isOnTrial } from '../service-updates/update-record';
import type { BotRecord } from './bot-record';
import type { BotState } from './bot-state';
import { carryOut, splitSteps } from './carry-out';
import type { WishedService } from './define-services';
import type { ExecutorContext } from './executors';
import { explainOutcome } from './explain-outcome';
import { observe } from './observe';
import { serviceWish } from './service-wish';
import { currentContainer } from './sights';

/** Brings a bot's containers in line with what is wished: look, plan, carry out, look again. */
export interface Applier {
  /** Takes a new list of the bot's containers. Does nothing while there is no engine. */
  look(): Promise<void>;
  /**
   * Resolves once what is wished for `service`, or for all, has been tried. Services go side by side; one that is
   * at work already is planned again when it is through, or ended at once when it shall rest.
   */
  apply(service?: ServiceName): Promise<void>;
  idle(): Promise<void>;
}

export interface ApplierInput {
  record: BotRecord;
  state: BotState;
  parts: AppParts;
  engine: () => Engine | undefined;
  signal: AbortSignal;
  until: (condition: (world: World) => boolean, signal: AbortSignal) => Promise<void>;
  onChange: () => void;
}

/** Steps of one service under way. */
interface Lane {
  stop: AbortController;
  done: Promise<void>;
}

/** What an apply waits for; `late`: begun before, so that it must be planned again. */
interface Work {
  service: ServiceName;
  done: Promise<void>;
  late: boolean;
}

export function createApplier(input: ApplierInput): Applier {
  const { record, state, parts, signal, onChange } = input;
  const lanes = new Map<ServiceName, Lane>();
  const look = coalesce(lookOnce);
  const launch = coalesce(launchOnce);

  async function lookOnce(): Promise<void> {
    const engine = input.engine();
    if (!engine) return;
    state.sight = await observe(engine, record.get().id, state.standing);
    await readFailedPreparations(engine);
    onChange();
  }

  /** A preparation that failed before we were started tells why in its log. */
  async function readFailedPreparations(engine: Engine): Promise<void> {
    for (const { id, service, exitCode, labels } of state.sight?.containers ?? []) {
      if (labels[LABELS.purpose] !== 'prepare' || !service || !exitCode || state.prepareLines.has(service))
        continue;
      const lines: string[] = [];
      state.prepareLines.set(service, lines);
      try {
        for await (const line of engine.containers.logs(id, { follow: false, tail: 50 }))
          lines.push(line.text);
      } catch (error) {
        // Removed since it was listed: a new try is under way.
        if (!(error instanceof EngineError)) throw error;
      }
    }
  }

  async function launchOnce(): Promise<Work[]> {
    const engine = input.engine();
    const wishes = allWishes();
    if (!engine || wishes.length === 0 || signal.aborted) {
      onChange();
      return [];
    }
    await parts.images.check(
      engine,
      // What rests is not started: its image may be gone.
      wishes.filter((wish) => !state.resting.includes(wish)).map(({ definition }) => definition.image),
    );
    await look();
    if (parts.lookOnly || !state.sight) return [];
    const steps = plan({ bot: record.get().id, services: wishes.map(wishOf) }, state.sight.observed);
    const late = wishes.flatMap(({ definition: { name }, state: wish }): Work[] => {
      const lane = lanes.get(name);
      if (lane && (wish === 'stopped' || state.held.has(name)))
        lane.stop.abort(new Error(`${name} shall rest`));
      return lane ? [{ service: name, done: lane.done, late: true }] : [];
    });
    const split = splitSteps(steps);
    const begun = [...split.lanes].filter(([service]) => !lanes.has(service));
    if (begun.length === 0) return late;
    const told = [...split.ground, ...begun.flatMap(([, lane]) => lane)];
    parts.log(
      `plan: ${told.map((step) => ('service' in step ? `${step.kind} ${step.service}` : step.kind)).join(', ')}`,
    );
    const ground = carryOut(split.ground, contextFor(engine, signal));
    const work = begun.map(([service, lane]) => ({
      service,
      done: begin(engine, service, lane, ground),
      late: false,
    }));
    // Another plan must not make the same network.
    await ground.catch(() => undefined);
    return [...late, ...work];
  }

  /** Carries out a service's steps once the ground is laid. A failure is written down where the links look. */
  function begin(
    engine: Engine,
    service: ServiceName,
    steps: readonly Step[],
    ground: Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const within = AbortSignal.any([signal, stop.signal]);
    if (steps.some((step) => step.kind === 'prepare')) state.prepareLines.set(service, []);
    state.busy.add(service);
    onChange();
    const run = async () => {
      let failure: unknown;
      try {
        await ground;
        await carryOut(steps, contextFor(engine, within));
      } catch (error) {
        failure = error;
      }
      // What was ended halfway is no failure; the next plan puts it right.
      if (!within.aborted) explainOutcome(service, failure, state, parts.clock.now(), parts.log);
      await look().catch((error: unknown) => parts.log(`look: ${String(error)}`));
      lanes.delete(service);
      state.busy.delete(service);
      onChange();
    };
    const done = run();
    lanes.set(service, { stop, done });
    return done;
  }

  /** The bot's services, and the brains that do not answer. */
  function allWishes(): WishedService[] {
    return [...state.wished, ...(state.beside ? [state.beside.wished] : []), ...state.resting];
  }

  function wishOf(wished: WishedService) {
    const { name, image } = wished.definition;
    const wish = serviceWish(wished, {
      imagePresent: parts.images.state(image).kind === 'present',
      held: mustRest(name, wished.hash),
    });
    return { ...wish, hash: acceptedHash(name, wish.hash) };
  }

  /**
   * While its data changes places; and a version on trial that did not come up, for the one before must not run on what
   * that one has made of the data.
   */
  function mustRest(service: ServiceName, hash: string): boolean {
    const isGivenUp = isOnTrial(record.get(), service) && state.rejected.get(service)?.hash === hash;
    return state.held.has(service) || isGivenUp;
  }

  /** A hash that did not come up is not tried again in place of what runs. */
  function acceptedHash(service: ServiceName, hash: string): string {
    if (state.rejected.get(service)?.hash !== hash) return hash;
    return (
      currentContainer(record.get().id, service, state.sight?.containers ?? [])?.labels[LABELS.hash] ?? hash
    );
  }

  function contextFor(engine: Engine, within: AbortSignal): ExecutorContext {
    const bot = record.get().id;
    return {
      engine,
      bot,
      clock: parts.clock,
      signal: within,
      wished(service) {
        const wished = allWishes().find((candidate) => candidate.definition.name === service);
        if (!wished) throw new Error(`${service} is not part of this bot`);
        return wished;
      },
      labels: (service) => ({
        [LABELS.bot]: bot,
        ...(service === undefined ? {} : { [LABELS.service]: service }),
      }),
      onPrepareLine(service, line) {
        state.prepareLines.get(service)?.push(line);
        onChange();
      },
      isOnTrial: (service) => isOnTrial(record.get(), service),
      untilWell: (service, container, patience) =>
        input.until((seen) => speaks(seen, service, container), patience),
    };
  }

  async function apply(service?: ServiceName): Promise<void> {
    const work = (await launch()).filter((one) => service === undefined || one.service === service);
    await Promise.all(work.map((one) => one.done));
    if (work.some((one) => one.late) && !signal.aborted) await apply(service);
  }

  return {
    look,
    apply,
    async idle() {
      do await launch.idle();
      while ((await Promise.all([...lanes.values()].map((lane) => lane.done))).length > 0);
    },
  };
}

/** Whether a service's new container speaks for itself; throws when it fell over. */
function speaks(seen: World, service: ServiceName, container: string): boolean {
  const brain = [seen.brain, seen.beside].find((candidate) => candidate?.info.name === service);
  const gateway = seen.gateway?.info.name === service ? seen.gateway : undefined;
  const pool = seen.keyPool?.info.name === service ? seen.keyPool : undefined;
  const sight = brain ?? gateway ?? pool ?? seen.messenger;
  if (sight?.info.name !== service || sight.container?.id !== container) return false;
  if (sight.container.restartCount > 0) {
    throw new Error(`it ended with exit code ${sight.container.exitCode ?? '?'} and was restarted`);
  }
  if (gateway) return gateway.report?.kind === 'up';
  if (pool) return pool.report?.kind === 'up';
  return brain ? brain.report?.kind === 'up' : seen.messenger?.connection?.api.kind === 'ok';
}

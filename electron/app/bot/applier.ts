import type { World } from '../../chain/world';
import type { ServiceName } from '../../contract/ids';
import { type Engine, LABELS } from '../../engine/engine';
import { plan } from '../../plan/plan';
import type { AppParts } from '../app-parts';
import type { BotRecord } from './bot-record';
import type { BotState } from './bot-state';
import { carryOut } from './carry-out';
import type { ExecutorContext } from './executors';
import { explainFailures } from './explain-failures';
import { observe } from './observe';
import { currentContainer } from './sights';

/** Brings a bot's containers in line with what is wished: look, plan, carry out, look again. */
export interface Applier {
  /** Takes a new list of the bot's containers. Does nothing while there is no engine. */
  look(): Promise<void>;
  /** Calls while one runs are one more run after it. */
  apply(): Promise<void>;
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

export function createApplier(input: ApplierInput): Applier {
  const { record, state, parts, signal, onChange } = input;
  let running: Promise<void> | undefined;
  let again = false;

  async function look(): Promise<void> {
    const engine = input.engine();
    if (!engine) return;
    state.sight = await observe(engine, record.get().id);
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
      for await (const line of engine.containers.logs(id, { follow: false, tail: 50 })) lines.push(line.text);
    }
  }

  async function applyOnce(): Promise<void> {
    const engine = input.engine();
    if (!engine || state.wished.length === 0) return onChange();
    await parts.images.check(
      engine,
      state.wished.map((service) => service.definition.image),
    );
    await look();
    if (parts.lookOnly || !state.sight) return;
    const steps = plan({ bot: record.get().id, services: state.wished.map(wishOf) }, state.sight.observed);
    if (steps.length === 0) return;
    parts.log(
      `plan: ${steps.map((step) => ('service' in step ? `${step.kind} ${step.service}` : step.kind)).join(', ')}`,
    );
    const services = new Set(steps.flatMap((step) => ('service' in step ? [step.service] : [])));
    for (const step of steps) if (step.kind === 'prepare') state.prepareLines.set(step.service, []);
    for (const service of services) state.busy.add(service);
    onChange();
    try {
      const failures = await carryOut(steps, contextFor(engine));
      explainFailures(failures, services, state, parts.clock.now(), parts.log);
    } finally {
      for (const service of services) state.busy.delete(service);
      await look();
    }
  }

  function wishOf({ definition, hash, state: wished }: BotState['wished'][number]) {
    return {
      name: definition.name,
      state: wished,
      hash: acceptedHash(definition.name, hash),
      prepareKey: definition.prepare?.key,
      volumes: definition.volumes.map((volume) => volume.name),
      imagePresent: parts.images.state(definition.image).kind === 'present',
    };
  }

  /** A hash that did not come up is not tried again in place of what runs. */
  function acceptedHash(service: ServiceName, hash: string): string {
    if (state.rejected.get(service) !== hash) return hash;
    return (
      currentContainer(record.get().id, service, state.sight?.containers ?? [])?.labels[LABELS.hash] ?? hash
    );
  }

  function contextFor(engine: Engine): ExecutorContext {
    const bot = record.get().id;
    return {
      engine,
      bot,
      clock: parts.clock,
      signal,
      wished(service) {
        const wished = state.wished.find((candidate) => candidate.definition.name === service);
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
      untilWell: (service, container, within) =>
        input.until((seen) => speaks(seen, service, container), within),
    };
  }

  return {
    look,
    async apply() {
      again = true;
      running ??= (async () => {
        while (again && !signal.aborted) {
          again = false;
          await applyOnce();
        }
      })().finally(() => {
        running = undefined;
      });
      await running;
    },
    async idle() {
      await running?.catch(() => undefined);
    },
  };
}

/** Whether a service's new container speaks for itself; throws when it fell over. */
function speaks(seen: World, service: ServiceName, container: string): boolean {
  const sight = [seen.messenger, seen.brain].find((candidate) => candidate?.info.name === service);
  if (sight?.container?.id !== container) return false;
  if (sight.container.restartCount > 0) {
    throw new Error(`it ended with exit code ${sight.container.exitCode ?? '?'} and was restarted`);
  }
  return service === seen.messenger?.info.name
    ? seen.messenger.connection?.api.kind === 'ok'
    : seen.brain?.report?.kind === 'up';
}

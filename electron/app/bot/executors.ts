import type { BotId, ServiceName } from '../../contract/ids';
import { type Engine, EngineError, LABELS } from '../../engine/engine';
import { type Clock, withDeadline } from '../../lib/clock';
import { containerName } from '../../plan/names';
import type { Step, StepKind } from '../../plan/step';
import { prepareContainer, serviceContainer } from './container-spec';
import type { WishedService } from './define-services';
import { restoreFiles, writeFiles } from './write-files';

export interface ExecutorContext {
  engine: Engine;
  bot: BotId;
  clock: Clock;
  signal: AbortSignal;
  wished(service: ServiceName): WishedService;
  /** Labels of what belongs to a service of the bot. */
  labels(service: ServiceName | undefined): Record<string, string>;
  /** Lines of a running preparation. */
  onPrepareLine(service: ServiceName, line: string): void;
  /** Another version of it is tried: the old one must not touch what that one has made of the data. */
  isOnTrial(service: ServiceName): boolean;
  /** Resolves once a started service speaks for itself; rejects when it does not within its time. */
  untilWell(service: ServiceName, container: string, signal: AbortSignal): Promise<void>;
}

type Executors = {
  [K in StepKind]: (step: Extract<Step, { kind: K }>, context: ExecutorContext) => Promise<void>;
};

/** A replacement that does not speak within this time gives its place back. */
const REPLACEMENT_PATIENCE_MS = 90_000;

const EXECUTORS: Executors = {
  ensureNetwork: ({ network }, { engine, labels }) => engine.networks.ensure(network, labels(undefined)),
  ensureVolume: ({ volume, service }, { engine, labels }) => engine.volumes.ensure(volume, labels(service)),
  removeContainer: ({ container }, { engine }) => engine.containers.remove(container, true),
  stop: ({ container, service }, { engine, wished }) =>
    engine.containers.stop(container, wished(service).definition.stopTimeoutSeconds),
  adopt: ({ container, service }, { engine, bot }) =>
    engine.containers.rename(container, containerName(bot, service)),

  async prepare({ service, container }, context) {
    const { engine, bot, clock, signal } = context;
    const wished = context.wished(service);
    const preparation = wished.definition.prepare;
    if (!preparation) return;
    let id = container;
    if (id === undefined) {
      id = await engine.containers.create(prepareContainer(bot, wished));
      await engine.containers.putFiles(id, preparation.files);
      await engine.containers.start(id);
    }
    const run = id;
    const ended = new AbortController();
    const following = followLines(context, service, run, AbortSignal.any([signal, ended.signal]));
    try {
      await withDeadline(
        clock,
        preparation.timeoutMs,
        (within) => engine.containers.waitExit(run, within),
        signal,
      );
    } catch (error) {
      // One that hangs would block the next try: its exit code tells the chain that it did not finish.
      if (!signal.aborted) await engine.containers.kill(run).catch(() => undefined);
      throw error;
    } finally {
      // The log may still be on its way when the exit is known.
      await Promise.race([following, new Promise<void>((resolve) => clock.after(1_000, resolve))]);
      ended.abort();
    }
    const exit = await engine.containers.find(run);
    if (exit?.exitCode !== 0) throw new PreparationFailed(service, exit?.exitCode);
  },

  async create({ service }, context) {
    const wished = context.wished(service);
    const id = await context.engine.containers.create(serviceContainer(context.bot, wished));
    await writeFiles(context.engine, context.bot, wished, id);
    await context.engine.containers.start(id);
  },

  async start({ service, container }, context) {
    const wished = context.wished(service);
    const found = await context.engine.containers.find(container);
    // One that runs on with older settings, because the wished ones did not come up, keeps its own files.
    if (found?.labels[LABELS.hash] === wished.hash)
      await writeFiles(context.engine, context.bot, wished, container);
    await context.engine.containers.start(container);
  },

  async replace({ service, container }, context) {
    const { engine, bot, signal } = context;
    const wished = context.wished(service);
    const old = await engine.containers.find(container);
    const next = await engine.containers.create(serviceContainer(bot, wished, 'next'));
    const before = await writeFiles(engine, bot, wished, next, { keepOld: true }).catch(async (error) => {
      await engine.containers.remove(next, true);
      throw error;
    });
    // Both want the same host ports, so the old one rests before the new one starts.
    await engine.containers.stop(container, wished.definition.stopTimeoutSeconds);
    try {
      await engine.containers.start(next);
      await withDeadline(
        context.clock,
        REPLACEMENT_PATIENCE_MS,
        (within) => context.untilWell(service, next, within),
        signal,
      );
    } catch (error) {
      if (signal.aborted) throw error;
      await engine.containers.remove(next, true);
      await restoreFiles(engine, bot, wished, before);
      if (old?.state === 'running' && !context.isOnTrial(service)) await engine.containers.start(container);
      throw new ReplacementFailed(service, wished.hash, error);
    }
    await engine.containers.remove(container, true);
    await engine.containers.rename(next, containerName(bot, service));
  },
};

/** Carries out one step. */
export function execute(step: Step, context: ExecutorContext): Promise<void> {
  const executor = EXECUTORS[step.kind] as (step: Step, context: ExecutorContext) => Promise<void>;
  return executor(step, context);
}

/** The one-shot run ended badly; why is in its log. */
export class PreparationFailed extends Error {
  override readonly name = 'PreparationFailed';
  constructor(service: string, exitCode: number | undefined) {
    super(`the preparation of ${service} ended with exit code ${exitCode ?? 'unknown'}`);
  }
}

/** The old container runs again; `hash` is what did not work. */
export class ReplacementFailed extends Error {
  override readonly name = 'ReplacementFailed';
  readonly hash: string;
  constructor(service: string, hash: string, cause: unknown) {
    super(`the new ${service} did not come up: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.hash = hash;
  }
}

async function followLines(
  context: ExecutorContext,
  service: ServiceName,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const line of context.engine.containers.logs(container, { follow: true, signal })) {
      context.onPrepareLine(service, line.text);
    }
  } catch (error) {
    if (!signal.aborted && !(error instanceof EngineError)) throw error;
  }
}

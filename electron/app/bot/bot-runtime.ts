import type { LinkFinding } from '../../chain/walk';
import { walk } from '../../chain/walk';
import type { World } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import type { Engine } from '../../engine/engine';
import { createQueue } from '../../lib/queue';
import { plan } from '../../plan/plan';
import { servicesOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';
import type { BotRecord } from './bot-record';
import { type BotState, emptyState } from './bot-state';
import { botView } from './bot-view';
import { carryOut } from './carry-out';
import { choosePort } from './choose-port';
import { type Connections, createConnections } from './connections';
import { defineServices, portKey } from './define-services';
import { explainFailures } from './explain-failures';
import { createLinkHistory } from './link-history';
import { keyState, modelAccess } from './model-health';
import { observe } from './observe';
import { createRepairs } from './repairs';
import { ensureServiceSecrets } from './service-secrets';
import { currentContainer } from './sights';
import { createSupervisor, type Supervisor } from './supervisor';
import { createWaiters } from './waiters';
import { worldOf } from './world-of';

/** One bot at work: it looks, judges, mends, and says how it is. */
export interface BotRuntime {
  readonly record: BotRecord;
  readonly state: BotState;
  readonly connections: Connections;
  readonly supervisor: Supervisor;
  view(): BotView;
  world(): World;
  /** Says that something it looks at has changed. Cheap: many calls in one turn are one look. */
  touch(): void;
  /** Reads settings, secrets and ports again, then brings the containers in line. */
  refresh(): Promise<void>;
  /** Brings the containers in line with what is wished; calls while one runs are one more run. */
  apply(): Promise<void>;
  /** Takes a new list of the bot's containers. */
  look(): Promise<void>;
  /** Resolves when the condition holds on a look; rejects when `signal` aborts. */
  until(condition: (world: World) => boolean, signal: AbortSignal): Promise<void>;
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Without an event nothing changes but the time: how often it is looked at, well and unwell. */
const CALM_LOOK_MS = 30_000;
const BUSY_LOOK_MS = 2_000;

export function createBotRuntime(record: BotRecord, parts: AppParts): BotRuntime {
  const { clock, log } = parts;
  const state = emptyState();
  const history = createLinkHistory();
  const waiters = createWaiters();
  const closed = new AbortController();
  const refreshes = createQueue();
  const writes = createQueue();
  let touched = false;
  let applying: Promise<void> | undefined;
  let applyAgain = false;
  let cancelTick: (() => void) | undefined;
  let latest: { findings: LinkFinding[]; view: BotView } | undefined;

  const connections = createConnections({ clock, fetch: parts.fetch, log, onChange: touch });
  const engine = (): Engine | undefined => {
    const probe = parts.engineWatch.probe.get();
    return probe?.kind === 'running' ? probe.engine : undefined;
  };
  const world = () =>
    worldOf({
      now: clock.now(),
      bot: record.get(),
      engine: parts.engineWatch.probe.get(),
      images: parts.images,
      state,
      connections,
    });

  function touch(): void {
    if (touched || closed.signal.aborted) return;
    touched = true;
    queueMicrotask(() => {
      touched = false;
      if (!closed.signal.aborted) judge();
    });
  }

  function judge(): void {
    followRuns();
    const seen = world();
    noteSignIn(seen);
    const findings = walk(seen);
    latest = { findings, view: botView(seen, history.draw(findings, seen.now)) };
    noteFirstReply(latest.view);
    waiters.check(seen);
    parts.onBotChange();
    if (!parts.lookOnly) supervisor.consider(findings);
    const calm = findings.every(({ state: { kind } }) => kind === 'ok' || kind === 'off');
    cancelTick?.();
    cancelTick = clock.after(calm ? CALM_LOOK_MS : BUSY_LOOK_MS, () => void tick(calm));
  }

  async function tick(calm: boolean): Promise<void> {
    if (calm && connections.messenger()?.login.get().kind === 'online') {
      await connections.inspectBridge(closed.signal).catch(() => undefined);
    }
    touch();
  }

  /** Connects to what runs and lets go of what does not. */
  function followRuns(): void {
    const { stack } = state;
    if (!stack) {
      connections.close();
      return;
    }
    const run = (role: 'messenger' | 'brain') => {
      const container = currentContainer(record.get().id, stack[role].name, state.sight?.containers ?? []);
      return container?.state === 'running' ? `${container.id} ${container.startedAt}` : undefined;
    };
    const runs = { messenger: run('messenger'), brain: run('brain') };
    connections.follow({ bot: record.get(), stack, secrets: state.secrets, runs });
  }

  /** The first account that signs in is the bot's own from then on. */
  function noteSignIn(seen: World): void {
    const login = seen.messenger?.connection?.login;
    if (login?.kind === 'confirming' || login?.kind === 'scanned') state.confirmedAt = seen.now;
    if (login?.kind !== 'online') return;
    if (seen.messenger?.connection?.monitor.online) state.relogins = 0;
    if (seen.bot.account === undefined) {
      note((bot) => ({ ...bot, account: bot.account ?? login.uin }));
    }
  }

  function noteFirstReply(view: BotView): void {
    if (record.get().firstReply || view.tone !== 'ok') return;
    const at = clock.now();
    const { confirmedAt } = state;
    const firstReply = { at, ...(confirmedAt === undefined ? {} : { tookMs: at - confirmedAt }) };
    note((bot) => ({ ...bot, firstReply: bot.firstReply ?? firstReply }));
  }

  /** Writes down what was seen; what could not be written is seen again. */
  function note(change: (bot: Bot) => Bot): void {
    if (parts.lookOnly) return;
    writes
      .run(() => record.update(change))
      .then(() => refreshes.run(define))
      .catch((error: unknown) => log(`note: ${error instanceof Error ? error.message : String(error)}`));
  }

  async function define(): Promise<void> {
    const bot = record.get();
    const stack = bot.stack ? STACKS[bot.stack] : undefined;
    state.stack = stack;
    const key = await keyState(bot, parts.secrets);
    if (state.model.choice !== bot.model || state.model.key !== key) {
      const same =
        JSON.stringify(state.model.choice) === JSON.stringify(bot.model) && state.model.key === key;
      state.model = { choice: bot.model, key, check: same ? state.model.check : { kind: 'unknown' } };
    }
    if (!stack) {
      state.wished = [];
      return touch();
    }
    await ensurePorts();
    for (const { service } of servicesOf(stack)) {
      state.secrets[service.name] ??= await ensureServiceSecrets(parts.secrets, bot.id, service);
      for (const secret of Object.values(state.secrets[service.name] ?? {})) parts.redactor.add(secret);
    }
    const model = await modelAccess(bot, parts.secrets);
    if (model) parts.redactor.add(model.key);
    state.wished = defineServices({
      bot: record.get(),
      stack,
      secrets: state.secrets,
      network: parts.settings.get().network,
      model,
      salt: parts.salt,
    });
    touch();
  }

  async function ensurePorts(): Promise<void> {
    const bot = record.get();
    const stack = state.stack;
    if (!stack) return;
    const chosen: Record<string, number> = {};
    for (const { service } of servicesOf(stack)) {
      for (const port of service.ports) {
        const key = portKey(service.name, port.name);
        if (bot.ports[key] !== undefined) continue;
        const taken = new Set([...parts.takenPorts(), ...Object.values(bot.ports), ...Object.values(chosen)]);
        chosen[key] = await choosePort(port.preferredHost, taken);
      }
    }
    if (Object.keys(chosen).length > 0) {
      await record.update((current) => ({ ...current, ports: { ...chosen, ...current.ports } }));
    }
  }

  async function look(): Promise<void> {
    const at = engine();
    if (!at) return;
    state.sight = await observe(at, record.get().id);
    await rememberFailedPreparations(at);
    touch();
  }

  /** A preparation that failed before we were started tells why in its log. */
  async function rememberFailedPreparations(at: Engine): Promise<void> {
    for (const container of state.sight?.containers ?? []) {
      const { service } = container;
      if (
        !service ||
        !container.name.endsWith('-prepare') ||
        !container.exitCode ||
        state.prepareLines.has(service)
      )
        continue;
      const lines: string[] = [];
      state.prepareLines.set(service, lines);
      for await (const line of at.containers.logs(container.id, { follow: false, tail: 50 }))
        lines.push(line.text);
    }
  }

  async function applyOnce(): Promise<void> {
    const at = engine();
    if (!at || state.wished.length === 0) return touch();
    if (parts.lookOnly) return look();
    const bot = record.get().id;
    await parts.images.check(
      at,
      state.wished.map((service) => service.definition.image),
    );
    await look();
    if (!state.sight) return;
    const wish = {
      bot,
      services: state.wished.map(({ definition, hash, state: wished }) => ({
        name: definition.name,
        state: wished,
        hash: acceptedHash(definition.name, hash),
        prepareKey: definition.prepare?.key,
        volumes: definition.volumes.map((volume) => volume.name),
        imagePresent: parts.images.state(definition.image).kind === 'present',
      })),
    };
    const steps = plan(wish, state.sight.observed);
    if (steps.length === 0) return;
    log(
      `plan: ${steps.map((step) => ('service' in step ? `${step.kind} ${step.service}` : step.kind)).join(', ')}`,
    );
    const services = new Set(steps.flatMap((step) => ('service' in step ? [step.service] : [])));
    for (const service of services) {
      state.busy.add(service);
      if (steps.some((step) => step.kind === 'prepare' && step.service === service))
        state.prepareLines.set(service, []);
    }
    touch();
    try {
      const failures = await carryOut(steps, executorContext(at));
      explainFailures(failures, services, state, clock.now(), log);
    } finally {
      for (const service of services) state.busy.delete(service);
      await look();
    }
  }

  /** A hash that did not come up is not tried again in place of what runs. */
  function acceptedHash(service: ServiceName, hash: string): string {
    if (state.rejected.get(service) !== hash) return hash;
    const current = currentContainer(record.get().id, service, state.sight?.containers ?? []);
    return current?.labels['io.botpier.hash'] ?? hash;
  }

  function executorContext(at: Engine) {
    const bot = record.get().id;
    return {
      engine: at,
      bot,
      clock,
      signal: closed.signal,
      wished(service: string) {
        const wished = state.wished.find((candidate) => candidate.definition.name === service);
        if (!wished) throw new Error(`${service} is not part of this bot`);
        return wished;
      },
      labels: (service: string | undefined): Record<string, string> =>
        service === undefined
          ? { 'io.botpier.bot': bot }
          : { 'io.botpier.bot': bot, 'io.botpier.service': service },
      onPrepareLine(service: string, line: string) {
        state.prepareLines.get(service as ServiceName)?.push(line);
        touch();
      },
      untilWell: (service: string, container: string, signal: AbortSignal) =>
        runtime.until((seen) => speaks(seen, service, container), signal),
    };
  }

  const runtime: BotRuntime = {
    record,
    state,
    connections,
    get supervisor() {
      return supervisor;
    },
    view() {
      if (!latest) judge();
      return (latest as NonNullable<typeof latest>).view;
    },
    world,
    touch,
    refresh: () =>
      refreshes.run(async () => {
        await define();
        await runtime.apply();
      }),
    async apply() {
      applyAgain = true;
      applying ??= (async () => {
        while (applyAgain && !closed.signal.aborted) {
          applyAgain = false;
          await applyOnce();
        }
      })().finally(() => {
        applying = undefined;
      });
      await applying;
    },
    look,
    until: (condition, signal) => waiters.until(condition, world, signal),
    async idle() {
      await writes.idle();
      await refreshes.idle();
      await applying;
      await supervisor.idle();
    },
    async close() {
      cancelTick?.();
      closed.abort();
      waiters.close();
      await supervisor.close();
      await applying?.catch(() => undefined);
      await writes.idle();
      await refreshes.idle();
      connections.close();
    },
  };
  const supervisor = createSupervisor({
    clock,
    log,
    onChange: touch,
    perform: createRepairs(runtime, parts),
  });
  return runtime;
}

/** Whether a service's new container speaks for itself; throws when it fell over. */
function speaks(seen: World, service: string, container: string): boolean {
  const sight = [seen.messenger, seen.brain].find((candidate) => candidate?.info.name === service);
  if (sight?.container?.id !== container) return false;
  if (sight.container.restartCount > 0)
    throw new Error(`it ended with exit code ${sight.container.exitCode ?? '?'} and was restarted`);
  return service === seen.messenger?.info.name
    ? seen.messenger.connection?.api.kind === 'ok'
    : seen.brain?.report?.kind === 'up';
}

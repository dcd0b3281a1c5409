// Long because all that one bot is watched and moved by meets here; what each does stands in its own file.
import type { Repair } from '../../chain/link';
import { type LinkFinding, walk } from '../../chain/walk';
import type { World } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import { createQueue } from '../../lib/queue';
import type { AppParts } from '../app-parts';
import { createBrainChanger } from '../brain-change/create-brain-changer';
import { measureBrain, restingBrains } from '../brain-change/resting-brains';
import { gatewayView } from '../gateway/gateway-view';
import { createBotPool, poolOf } from '../key-pool/bot-pool';
import { createPoolLink } from '../key-pool/pool-link';
import { poolWish } from '../key-pool/pool-model';
import { followLog } from '../logs/follow-log';
import { createServiceUpdater } from '../service-updates/create-service-updater';
import { createBotSaver } from '../sync/bot-saver';
import { createApplier } from './applier';
import type { BotRecord } from './bot-record';
import type { BotRuntime } from './bot-runtime';
import { emptyState } from './bot-state';
import { botView } from './bot-view';
import { createConnections } from './connections';
import { defineBot } from './define-bot';
import { createLinkHistory } from './link-history';
import { createPulse } from './pulse';
import { redactState } from './redact-state';
import { createRepairs } from './repairs';
import { currentContainer } from './sights';
import { snapshotsView } from './snapshots-view';
import { createSupervisor } from './supervisor';
import { createWaiters } from './waiters';
import { worldOf } from './world-of';

/** Without an event nothing changes but the time: how often it is looked at, well and unwell. */
const CALM_LOOK_MS = 30_000;
const BUSY_LOOK_MS = 2_000;
/** Nothing tells when somebody edits the messenger's config, so it is read again after this long. */
const INSPECT_MS = 30_000;
/** A message that was meant for the bot has its answer after so long. */
const SILENCE_MS = 60_000;
/** A group that never speaks to the bot must not cost a model call each minute. */
const DOUBT_EVERY_MS = 15 * 60_000;

/** Puts a bot to work on what is stored of it; nothing happens before the first `refresh`. */
export function createBotRuntime(record: BotRecord, parts: AppParts): BotRuntime {
  const { clock, log } = parts;
  const state = emptyState();
  const history = createLinkHistory();
  const waiters = createWaiters();
  const closed = new AbortController();
  const refreshes = createQueue();
  const writes = createQueue();
  const pulse = createPulse(clock, touch);
  const running = () => {
    const probe = parts.engineWatch.probe.get();
    return probe?.kind === 'running' ? probe : undefined;
  };
  const engine = () => running()?.engine;
  const connections = createConnections({
    clock,
    fetch: parts.fetch,
    log,
    onChange: touch,
    followLog: (container, listener) =>
      followLog(
        { engine: engine(), clock, skewMs: running()?.info.clockSkewMs ?? 0, log },
        container,
        listener,
      ),
  });
  const poolLink = createPoolLink({ clock, fetch: parts.fetch, log, onChange: touch });
  const pool = createBotPool({
    record,
    state,
    parts,
    connection: poolLink.connection,
    onChange: touch,
    async refresh() {
      await runtime.define();
      // Whoever changed the keys does not wait for containers.
      applier.apply().catch((error: unknown) => log(`key pool: ${textOf(error)}`));
    },
  });
  const saver = createBotSaver({ record, parts, isEngineUp: () => running() !== undefined, onChange: touch });
  const measuring = new Set<ServiceName>();
  let touched = false;
  let gatewayRun: number | undefined;
  let inspectedAt = 0;
  let inspectedFailure: number | undefined;
  let latest: { findings: LinkFinding[]; view: BotView } | undefined;

  const world = () =>
    worldOf({
      now: clock.now(),
      bot: record.get(),
      engine: parts.engineWatch.probe.get(),
      images: parts.images,
      state,
      connections,
      keyPool: poolLink.connection()?.report.get(),
      sync: saver.view(),
    });
  const until: BotRuntime['until'] = (condition, signal) => waiters.until(condition, world, signal);
  const applier = createApplier({
    record,
    state,
    parts,
    signal: closed.signal,
    until,
    onChange: touch,
    engine,
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
    const findings = walk(seen).map((finding) => ({
      ...finding,
      state: redactState(finding.state, parts.redactor.redact),
    }));
    const resting = restingBrains(seen.bot, state.resting, state.sight, state.restingBytes);
    latest = {
      findings,
      view: botView(seen, history.draw(findings, seen.now), resting, {
        keyPool: pool.view(),
        gateway: gatewayView(seen.bot, state.stack, state.gateway),
        snapshots: snapshotsView(seen.bot, state),
        versions: updater.view(findings),
      }),
    };
    noteFirstReply(latest.view);
    waiters.check(seen);
    parts.onBotChange();
    // What is down on purpose, for a copy of its data or for other data, is not to be mended.
    const isHeld = state.held.size > 0 || state.standing.size > 0;
    supervisor.consider(
      isHeld
        ? []
        : parts.lookOnly
          ? findings.filter((finding) => parts.asks && onlyAsks(finding))
          : [...findings.filter(({ id }) => id !== 'bridge' || !state.switching), ...putToRest()],
    );
    saver.consider();
    inspectNowAndThen(seen);
    measureResting();
    doubtSilence(seen);
    updater.consider();
    const calm = findings.every((finding) => finding.state.kind === 'ok' || finding.state.kind === 'off');
    pulse.within(calm ? CALM_LOOK_MS : BUSY_LOOK_MS);
  }

  /** A brain that rests is started by nobody, so whoever started one is not us. */
  function putToRest(): { repair: Repair }[] {
    return state.resting.flatMap(({ definition: { name } }) => {
      const container = currentContainer(record.get().id, name, state.sight?.containers ?? []);
      const isUp = container?.state === 'running' || container?.state === 'restarting';
      return isUp && !state.busy.has(name) ? [{ repair: { do: 'rest', service: name } }] : [];
    });
  }

  /** Once for each that has come to rest. */
  function measureResting(): void {
    const at = engine();
    const { id } = record.get();
    const names = new Set(state.resting.map(({ definition }) => definition.name));
    for (const name of measuring) if (!names.has(name)) measuring.delete(name);
    if (!at || !state.sight || parts.lookOnly) return;
    for (const wished of state.resting) {
      const { name } = wished.definition;
      if (measuring.has(name)) continue;
      measuring.add(name);
      measureBrain(at, id, wished)
        .then((bytes) => {
          state.restingBytes.set(name, bytes);
          touch();
        })
        .catch((error: unknown) => log(`disk: ${name} not measured, ${textOf(error)}`));
    }
  }

  function inspectNowAndThen(seen: World): void {
    const { login, dialling } = seen.messenger?.connection ?? {};
    // A messenger that suddenly does not get through may have been told to dial elsewhere.
    const isFresh = Math.abs(seen.now - inspectedAt) < INSPECT_MS && dialling?.since === inspectedFailure;
    if (login?.kind !== 'online' || isFresh) return;
    inspectedAt = seen.now;
    inspectedFailure = dialling?.since;
    connections
      .inspectBridge(closed.signal)
      .catch((error: unknown) => log(`bridge: not inspected, ${textOf(error)}`));
  }

  /** Messages come and nothing goes out: maybe nobody meant the bot, maybe it has fallen silent. Asked, it tells. */
  function doubtSilence({ now, messenger, proof }: World): void {
    const monitor = messenger?.connection?.monitor;
    if (proof.kind !== 'ok' || monitor?.lastReceivedAt === undefined) return;
    const heard = monitor.lastReceivedAt;
    if (heard <= Math.max(monitor.lastSentAt ?? 0, proof.at)) return;
    if (now - heard < SILENCE_MS || now - proof.at < DOUBT_EVERY_MS) return;
    state.proof = { kind: 'none' };
    touch();
  }

  /** Connects to what runs and lets go of what does not. */
  function followRuns(): void {
    const { stack } = state;
    if (!stack) {
      connections.close();
      poolLink.close();
      return;
    }
    const beside = state.beside?.stack;
    const runOf = (service: ServiceName) => {
      const container = currentContainer(record.get().id, service, state.sight?.containers ?? []);
      return container?.state === 'running'
        ? { container: container.id, startedAt: container.startedAt }
        : undefined;
    };
    const runs = {
      messenger: runOf(stack.messenger.name),
      brain: runOf(stack.brain.name),
      beside: beside && runOf(beside.brain.name),
      gateway: stack.gateway && runOf(stack.gateway.name),
    };
    connections.follow({ bot: record.get(), stack, beside, secrets: state.secrets, runs });
    if (runs.gateway && runs.gateway.startedAt !== gatewayRun)
      // Only now has its network an address of this computer, where its own pages are answered.
      refreshes.run(define).catch((error: unknown) => log(`gateway: ${textOf(error)}`));
    gatewayRun = runs.gateway?.startedAt;
    const service = poolOf(state, record.get());
    poolLink.follow({
      bot: record.get(),
      service,
      secrets: (service && state.secrets[service.name]) ?? {},
      run: service && runOf(service.name),
      wish: poolWish(record.get(), state.pool.keys, parts.network().proxy),
    });
    const poolReport = poolLink.connection()?.report.get();
    if (poolReport?.kind === 'up' && poolReport.config.kind === 'ok') state.pool.mends = 0;
  }

  /** The first account that signs in is the bot's own from then on. */
  function noteSignIn(seen: World): void {
    const login = seen.messenger?.connection?.login;
    if (login?.kind === 'confirming' || login?.kind === 'scanned') state.confirmedAt = seen.now;
    if (login?.kind !== 'online') return;
    if (seen.messenger?.connection?.monitor.online) state.relogins = 0;
    if (seen.bot.account === undefined) note((bot) => ({ ...bot, account: bot.account ?? login.uin }));
  }

  function noteFirstReply(view: BotView): void {
    // It has answered, whether or not it is being saved as well.
    if (record.get().firstReply || view.chain.some(({ id, tone }) => id !== 'sync' && tone !== 'ok')) return;
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
      .catch((error: unknown) => log(`note: ${textOf(error)}`));
  }

  async function define(): Promise<void> {
    if (record.get().keyPool) await pool.load();
    await defineBot(record, state, parts);
    touch();
  }

  const runtime: BotRuntime = {
    record,
    state,
    connections,
    get supervisor() {
      return supervisor;
    },
    get changer() {
      return changer;
    },
    get updater() {
      return updater;
    },
    pool,
    saver,
    poolConnection: poolLink.connection,
    view() {
      if (!latest) judge();
      return (latest as NonNullable<typeof latest>).view;
    },
    world,
    touch,
    define: () => refreshes.run(define),
    async refresh(service) {
      await refreshes.run(define);
      await applier.apply(service);
    },
    apply: applier.apply,
    look: applier.look,
    until,
    async idle() {
      await changer.idle();
      await updater.idle();
      await pool.idle();
      await saver.idle();
      await supervisor.idle();
      await writes.idle();
      await refreshes.idle();
      await applier.idle();
    },
    async close() {
      pulse.close();
      closed.abort();
      waiters.close();
      await changer.close();
      await saver.close();
      await updater.close();
      await pool.close();
      await supervisor.close();
      await applier.idle();
      await writes.idle();
      await refreshes.idle();
      connections.close();
      poolLink.close();
    },
  };
  const supervisor = createSupervisor({
    clock,
    log,
    onChange: touch,
    perform: createRepairs(runtime, parts),
  });
  const changer = createBrainChanger(runtime, parts, closed.signal);
  const updater = createServiceUpdater(runtime, parts, closed.signal);
  return runtime;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether what a link wants done changes nothing, and is part of looking. */
function onlyAsks({ repair }: LinkFinding): boolean {
  return repair?.do === 'checkModel' || repair?.do === 'prove';
}

import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../contract/errors';
import type { BotId } from '../contract/ids';
import type { SettingsPatch } from '../contract/settings';
import type { ModelPreset } from '../contract/view';
import type { Engine, EngineHost } from '../engine/engine';
import { measureMirrors } from '../engine/mirror-speed';
import { codeOf } from '../lib/atomic-file';
import type { Clock } from '../lib/clock';
import { acquireProcessLock } from '../lib/process-lock';
import { createQueue } from '../lib/queue';
import { createRedactor } from '../lib/redact';
import { createValue } from '../lib/value';
import { PROVIDERS } from '../services/model-api/providers';
import { createAdvancedCalls } from './advanced/advanced-calls';
import type { App, RehearsalControls } from './api';
import type { AppParts, DigestOf } from './app-parts';
import { appView } from './app-view';
import { createBotFleet } from './bot/bot-fleet';
import type { VersionsOf } from './bot/define-services';
import { randomToken } from './bot/service-secrets';
import { createBotStore } from './bots/bot-store';
import { createEngineWatch } from './engine-watch';
import { adminBots } from './gateway/admin-bots';
import { createAdminPages } from './gateway/admin-pages';
import { createGatewayCalls } from './gateway/create-gateway-calls';
import { createDoor, type Serve } from './gateway/door';
import { createRouteStore } from './gateway/route-store';
import { createImageKeeper } from './image-keeper';
import { createKeyPoolCalls } from './key-pool/key-pool-calls';
import { createOwnLog } from './logs/own-log';
import { lastLogs, readLogs } from './logs/read-logs';
import { createProxyInUse, moveLoginToSecrets } from './network/proxy-in-use';
import { createNotices } from './notices';
import { createNotifier, type Notifier, type ShowOnDesktop } from './notify/create-notifier';
import type { Language } from './notify/message';
import { createPersonaCalls } from './persona/persona-calls';
import { createResources } from './resources/create-resources';
import type { WslHost } from './resources/wsl-memory';
import { lostChannels } from './secrets/lost-secrets';
import { createSecretCalls, isKeptBadly, secretsView } from './secrets/secret-calls';
import type { SecretStore } from './secrets/secret-store';
import { exportSettings, importSettings } from './settings/settings-file';
import { createSettingsStore } from './settings/settings-store';
import { createSnapshots } from './snapshots/create-snapshots';
import { stackOffers } from './stack-offers';
import { createSupportCalls } from './support/create-support-calls';
import { createReportRedactor } from './support/report-redactor';
import { createBringBack } from './sync/create-bring-back';
import { type CodeHost, createSaving } from './sync/create-saving';
import { createSyncCalls } from './sync/create-sync-calls';
import { createAppUpdates } from './update/create-app-updates';
import type { MakeUpdates } from './update/update-controls';

export type LookOnly = 'silent' | 'asking';

export interface AppPorts {
  engineHost: EngineHost;
  secrets: SecretStore;
  clock: Clock;
  /** Data directory; made when absent. */
  dir: string;
  /** Takes one redacted line of BotPier's own log. */
  log: (line: string) => void;
  fetch: typeof fetch;
  rehearsal?: RehearsalControls;
  modelPreset?: ModelPreset;
  /** Where a new key pool's keys are valid, where that is not the provider's own address. */
  keyPoolBaseUrl?: string;
  /** How this shell replaces the app by a newer version of it; left out where something else does. */
  updates?: MakeUpdates;
  /** Shows a notification of the system's own, where the shell has any. */
  showOnDesktop?: ShowOnDesktop;
  /** What the system says of proxies, as a PAC script answers. */
  systemProxy?: () => Promise<string>;
  /** Shows a folder in the system's own way, where the shell can. */
  openFolder?: (path: string) => Promise<void>;
  /** What `auto` means for words that leave the app; left out: this process's own locale. */
  systemLanguage?: Language;
  /** Where this instance can be reached, told to a second one on the same data directory. */
  url?: string;
  /** What the official source says an image's digest is; left out where nothing outside may be asked. */
  resolveDigest?: (reference: string, signal: AbortSignal) => Promise<string | undefined>;
  /**
   * The digest of what a reference names by now, as the official source says, else a mirror; undefined where nobody says.
   * Left out where nothing outside may be asked: then nothing newer is found.
   */
  digestOf?: DigestOf;
  /** The versions of a service that bots may run; left out: those that it names itself. */
  known?: VersionsOf;
  /**
   * Looks and tells, but mends nothing, and leaves the data directory to whoever holds it. `asking`: also asks the
   * model and the brain one short thing each, to know whether the bot answers.
   */
  lookOnly?: LookOnly | undefined;
  /** Where this computer's containers run in WSL. */
  wsl?: WslHost | undefined;
  /** GitHub, and the git that speaks to it; left out: github.com, and the git on PATH. */
  codeHost?: CodeHost;
  /** How the pages that a gateway takes to this app are served; left out where nothing may be listened on. */
  serve?: Serve;
}

const SALT = 'app.definition-salt';

/**
 * Starts the product on a data directory.
 * @throws AppError `dataDirLocked` when another instance holds it, `notYours` when it is another user's.
 */
export async function createApp(ports: AppPorts): Promise<App> {
  const { clock, dir, secrets } = ports;
  const lookOnly = ports.lookOnly !== undefined;
  const lock = lookOnly ? undefined : await takeLock(dir, clock, ports.url);
  const redactor = createRedactor();
  const own = createOwnLog({ clock, redactor, sink: ports.log });
  const notices = createNotices();
  const settings = await createSettingsStore({ dir, clock, lookOnly, onNotice: notices.add });
  const bots = await createBotStore({ dir, clock, lookOnly, onNotice: notices.add });
  const asksHowToKeep = !ports.rehearsal && !lookOnly && secrets.choices.length > 0;
  const noteKeeping = () => {
    notices.remove('weakSecrets');
    if (asksHowToKeep && isKeptBadly(secrets)) notices.add('weakSecrets', {}, clock.now());
  };
  noteKeeping();

  if (secrets.putAside) notices.add('secretsUnreadable', { file: secrets.putAside }, clock.now());

  const engineWatch = createEngineWatch({
    host: ports.engineHost,
    endpoint: () => settings.get().engine.endpoint,
    clock,
    log: own.write,
  });
  const running = () => {
    const probe = engineWatch.probe.get();
    return probe?.kind === 'running' ? probe : undefined;
  };
  const engine = (): Engine | undefined => running()?.engine;
  const skewMs = () => running()?.info.clockSkewMs ?? 0;
  const images = createImageKeeper({
    // A rehearsal's images come from nowhere: nobody outside is asked.
    mirrors: () => (ports.rehearsal ? ['docker.io'] : settings.get().network.mirrors),
    clock,
    fetch: ports.fetch,
    log: own.write,
    resolveDigest: ports.resolveDigest ?? (async () => undefined),
  });
  const door = createDoor({
    serve: lookOnly ? undefined : ports.serve,
    answer: (request) => adminPages(request),
    async hostAddress(network) {
      return engine()?.networks.hostAddress(network);
    },
    log: own.write,
  });
  const proxy = createProxyInUse({
    settings,
    secrets,
    redactor,
    log: own.write,
    systemProxy: ports.systemProxy ?? (async () => 'DIRECT'),
  });
  const parts: AppParts = {
    network: () => ({ ...settings.get().network, proxy: proxy.get() }),
    routes: createRouteStore({ dir, clock, lookOnly, log: own.write }),
    door,
    engineWatch,
    images,
    secrets,
    settings,
    redactor,
    clock,
    fetch: ports.fetch,
    log: own.write,
    salt: '',
    lookOnly,
    asks: ports.lookOnly !== 'silent',
    choosingPorts: createQueue(),
    bots: bots.list,
    takenPorts: () => bots.list().flatMap((bot) => Object.values(bot.ports)),
    usualPorts: !ports.rehearsal,
    noteClockSkew: (skewMs) =>
      notices.add('clockWrong', { minutes: Math.round(Math.abs(skewMs) / 60_000) }, clock.now()),
    keyPoolBaseUrl: ports.keyPoolBaseUrl,
    digestOf: ports.digestOf ?? (async () => undefined),
    dataKeeper: {
      // Whoever lets a service be replaced lets it be stopped for a moment.
      take: async (bot, signal) =>
        (await snapshots.take(bot, { reason: 'update', mayStop: true, signal })).id,
      restore: (bot, snapshot, service, signal) => snapshots.putBack(bot, snapshot, service, signal),
    },
    known: ports.known ?? ((service) => service.versions),
    startEngine: () => ports.engineHost.start(),
    onBotChange: () => refreshView(),
    onBotRemoved: (bot) => snapshots.forget(bot),
    // Made from these parts; no bot is there before it.
    get saving() {
      return saving;
    },
  };
  const fleet = createBotFleet(bots, parts);
  const gateway = createGatewayCalls(fleet.runtime, parts);
  const adminPages = createAdminPages({
    bots: () => adminBots(bots.list(), fleet.runtime, secrets),
    calls: gateway,
    clock,
  });

  const updates = createAppUpdates({
    make: ports.updates,
    settings,
    clock,
    log: own.write,
    onChange: () => refreshView(),
  });
  const snapshots = createSnapshots({
    dir,
    parts,
    runtime: fleet.runtime,
    runtimes: fleet.runtimes,
    adopt: fleet.adopt,
    hold: updates.hold,
  });
  const saving = createSaving({
    dir,
    clock,
    snapshots,
    runtime: fleet.runtime,
    proxy: () => proxy.get(),
    codeHost: ports.codeHost,
  });
  const bringBack = createBringBack(fleet.runtime, parts, updates.hold);
  let notifier: Notifier | undefined;
  const drawView = () =>
    appView({
      settings: settings.get(),
      bots: fleet.views(),
      probe: engineWatch.probe.get(),
      notices: notices.get(),
      notifications: { recent: [...(notifier?.recent ?? [])], secrets: notifier?.secrets ?? {} },
      secrets: {
        ...secretsView(secrets, asksHowToKeep),
        enterAgain: [
          ...fleet.lostSecrets(),
          ...lostChannels(settings.get(), notifier?.secrets ?? {}),
          ...(proxy.view().login === 'unreadable' ? [{ kind: 'proxyPassword' as const }] : []),
        ],
      },
      network: proxy.view(),
      data: { dir, canOpen: ports.openFolder !== undefined },
      rehearsal: ports.rehearsal !== undefined,
      modelPreset: ports.modelPreset,
      restoring: bringBack.view.get(),
      update: updates.view(),
    });
  const view = createValue(drawView());
  let stale = false;
  function refreshView(): void {
    if (stale) return;
    stale = true;
    queueMicrotask(() => {
      stale = false;
      const next = drawView();
      if (!isDeepStrictEqual(next, view.get())) view.set(next);
      updates.hold.look(next.bots);
      snapshots.look(next.bots);
    });
  }
  const unsubscribes = [
    settings.subscribe(refreshView),
    notices.subscribe(refreshView),
    bringBack.view.subscribe(refreshView),
    images.onChange(() => fleet.touch()),
    engineWatch.probe.subscribe(() => {
      refreshView();
      fleet.onEngine();
    }),
    engineWatch.onEvent((event) => {
      if (event.kind === 'connected') recoverAll();
      fleet.onEvent(event);
    }),
  ];
  const resources = createResources({
    // Those that nobody looks after yet have nothing to tell.
    bots: { get: () => (secrets.locked ? [] : bots.get()), subscribe: bots.subscribe },
    runtime: fleet.runtime,
    running,
    onChange: view.subscribe,
    mirrors: () => settings.get().network.mirrors,
    clock,
    dir,
    log: own.write,
    lookOnly,
    wsl: ports.wsl,
  });
  function recoverAll(): void {
    for (const at of fleet.runtimes())
      snapshots.recover(at).catch((error: unknown) => own.write(`snapshot: ${String(error)}`));
  }
  /** Everything that needs a secret; where a passphrase is asked for, once it was given. */
  async function putToWork(): Promise<void> {
    parts.salt = await ensureSalt(secrets, lookOnly);
    if (!lookOnly) await moveLoginToSecrets(settings, secrets);
    await proxy.look();
    await fleet.start();
    recoverAll();
    if (lookOnly) return;
    notifier = createNotifier(
      {
        view,
        settings,
        secrets,
        redactor,
        clock,
        fetch: ports.fetch,
        log: own.write,
        showOnDesktop: ports.showOnDesktop,
        systemLanguage: ports.systemLanguage ?? systemLanguage(),
      },
      refreshView,
    );
  }
  if (!secrets.locked) await putToWork();
  void engineWatch.look();

  async function patchSettings(patch: SettingsPatch): Promise<void> {
    const before = settings.get();
    await settings.patch(patch);
    const after = settings.get();
    // A pull that goes on would go on from the old list.
    if (before.network.mirrors.join() !== after.network.mirrors.join()) images.cancel();
    if (before.engine.endpoint !== after.engine.endpoint) await engineWatch.look();
    if (JSON.stringify(before.network) === JSON.stringify(after.network)) return;
    await proxy.look();
    refreshView();
    fleet.onSettings();
  }

  return {
    view,
    bots: fleet.calls,
    panels: { enter: fleet.enterPanel },
    model: { providers: () => [...PROVIDERS], ...fleet.modelCalls },
    keyPool: createKeyPoolCalls(fleet.runtime, parts),
    gateway,
    serviceUpdates: {
      look: (bot) => fleet.runtime(bot).updater.look(),
      begin: (bot, service, to) => fleet.runtime(bot).updater.begin(service, to),
      cancel: (bot) => fleet.runtime(bot).updater.cancel(),
      policy: (bot, policy) => fleet.runtime(bot).updater.setPolicy(policy),
      dismiss: (bot, service) => fleet.runtime(bot).updater.dismiss(service),
    },
    settings: {
      patch: patchSettings,
      export: () => exportSettings(settings.get()),
      import: async (text) => patchSettings(importSettings(text)),
      async openFolder() {
        if (!ports.openFolder) throw new AppError('notAllowed');
        await ports.openFolder(dir);
      },
    },
    advanced: createAdvancedCalls(fleet.runtime, parts),
    persona: createPersonaCalls(fleet.runtime, parts),
    secrets: createSecretCalls(secrets, {
      async unlocked() {
        await putToWork();
        refreshView();
      },
      kept() {
        noteKeeping();
        refreshView();
      },
    }),
    network: {
      testMirrors: async (signal) =>
        measureMirrors(settings.get().network.mirrors, {
          fetch: ports.fetch,
          clock,
          ...(signal ? { signal } : {}),
        }),
      proxy,
      async setProxyLogin(login) {
        await proxy.setLogin(login);
        refreshView();
        fleet.onSettings();
      },
    },
    engine: {
      async start() {
        await ports.engineHost.start();
        await engineWatch.look();
      },
      look: () => engineWatch.look(),
    },
    stacks: { offers: stackOffers },
    update: updates.calls,
    notifications: {
      setSecret: (channel, secret) => notifierOf(notifier).setSecret(channel, secret),
      test: (channel, signal) => notifierOf(notifier).test(channel, signal),
      openQrLink: async (token) => notifier?.qrLinks.open(token),
    },
    notices: {
      dismiss: async (id) => notices.dismiss(id),
      tell: (code, params = {}) => notices.add(code, params, clock.now()),
    },
    logs: {
      read: (bot: BotId, options) =>
        readLogs({ runtime: fleet.runtime(bot), engine, own, redactor, clock, skewMs, ...options }),
    },
    resources: resources.calls,
    snapshots,
    support: createSupportCalls({
      redactor: () => createReportRedactor(parts, dir),
      sources: () => ({
        view: view.get(),
        runtimes: fleet.runtimes(),
        engine: engineWatch.probe.get(),
        images,
        own,
        dir,
        at: clock.now(),
        readLogs: (runtime, lines) => lastLogs({ runtime, engine, own, redactor, clock, skewMs, lines }),
      }),
    }),
    sync: createSyncCalls(fleet.runtime, bringBack, parts),
    rehearsal: ports.rehearsal,
    async wake() {
      own.write('wake: looking at everything anew');
      await proxy.look();
      await engineWatch.look();
      fleet.onEngine();
    },
    async idle() {
      // What a bot has to do is known only once the first look is over.
      if (engineWatch.probe.get() === undefined) await engineWatch.look();
      await snapshots.idle();
      await fleet.idle();
    },
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      updates.close();
      images.cancel();
      await notifier?.close();
      await bringBack.close();
      await snapshots.close();
      await resources.close();
      await fleet.close();
      await door.close();
      await engineWatch.close();
      await lock?.release();
    },
  };
}

function systemLanguage(): Language {
  return new Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en';
}

/** @throws AppError `notAllowed` in an app that only looks. */
function notifierOf(notifier: Notifier | undefined): Notifier {
  if (!notifier) throw new AppError('notAllowed');
  return notifier;
}

async function takeLock(dir: string, clock: Clock, url: string | undefined) {
  const result = await acquireProcessLock(dir, clock).catch((error: unknown) => {
    // Two users of one computer, and the second was led to the first one's folder.
    if (['EACCES', 'EPERM'].includes(codeOf(error) ?? ''))
      throw new AppError('notYours', { file: dir }, { cause: error });
    throw error;
  });
  if (result.kind === 'taken') {
    throw new AppError('dataDirLocked', {
      pid: result.holder.pid,
      ...(result.holder.url ? { url: result.holder.url } : {}),
    });
  }
  if (url !== undefined) await result.lock.publish(url);
  return result.lock;
}

async function ensureSalt(secrets: SecretStore, lookOnly: boolean): Promise<string> {
  const known = await secrets.get(SALT);
  if (known !== undefined) return known;
  const salt = randomToken();
  if (!lookOnly) await secrets.set(SALT, salt);
  return salt;
}

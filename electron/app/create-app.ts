// Long because every part is bound to the others here alone, in the order in which they need each other.
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../contract/errors';
import type { BotId } from '../contract/ids';
import type { Engine } from '../engine/engine';
import { measureMirrors } from '../engine/mirror-speed';
import { createQueue } from '../lib/queue';
import { createRedactor } from '../lib/redact';
import { createValue } from '../lib/value';
import { PROVIDERS } from '../services/model-api/providers';
import { createAdvancedCalls } from './advanced/advanced-calls';
import type { App } from './api';
import type { AppParts } from './app-parts';
import type { AppPorts } from './app-ports';
import { appView } from './app-view';
import { createBotFleet } from './bot/bot-fleet';
import { createBotStore } from './bots/bot-store';
import { ensureSalt } from './definition-salt';
import { createEngineWatch } from './engine-watch';
import { adminBots } from './gateway/admin-bots';
import { createAdminPages } from './gateway/admin-pages';
import { createGatewayCalls } from './gateway/create-gateway-calls';
import { createDoor } from './gateway/door';
import { createRouteStore } from './gateway/route-store';
import { createImageKeeper } from './image-keeper';
import { createKeyPoolCalls } from './key-pool/key-pool-calls';
import { createLegacyCalls } from './legacy-import/create-legacy-calls';
import { createLegacyImport } from './legacy-import/create-legacy-import';
import { createOwnLog } from './logs/own-log';
import { lastLogs, readLogs } from './logs/read-logs';
import { createProxyInUse, moveLoginToSecrets } from './network/proxy-in-use';
import { createNotices } from './notices';
import { createNotifier, type Notifier } from './notify/create-notifier';
import type { Language } from './notify/message';
import { createPersonaCalls } from './persona/persona-calls';
import { createResources } from './resources/create-resources';
import { lostChannels } from './secrets/lost-secrets';
import { createSecretCalls, isKeptBadly, secretsView } from './secrets/secret-calls';
import { createSettingsCalls } from './settings/settings-calls';
import { createSettingsStore } from './settings/settings-store';
import { createSnapshots } from './snapshots/create-snapshots';
import { stackOffers } from './stack-offers';
import { createSupportCalls } from './support/create-support-calls';
import { createReportRedactor } from './support/report-redactor';
import { createBringBack } from './sync/create-bring-back';
import { createSaving } from './sync/create-saving';
import { createSyncCalls } from './sync/create-sync-calls';
import { takeDataDir } from './take-data-dir';
import { createAppUpdates } from './update/create-app-updates';

/**
 * Starts the product on a data directory.
 * @throws AppError `dataDirLocked` when another instance holds it, `notYours` when it is another user's.
 */
export async function createApp(ports: AppPorts): Promise<App> {
  const { clock, dir, secrets } = ports;
  const lookOnly = ports.lookOnly !== undefined;
  const lock = lookOnly ? undefined : await takeDataDir(dir, clock, ports.url);
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
    usualPort: ports.usualPort ?? ((known) => (ports.rehearsal ? undefined : known)),
    noteClockSkew: (skewMs) =>
      notices.add('clockWrong', { minutes: Math.round(Math.abs(skewMs) / 60_000) }, clock.now()),
    keyPoolBaseUrl: ports.keyPoolBaseUrl,
    digestOf: ports.digestOf ?? (async () => undefined),
    dataKeeper: {
      // Whoever lets a service be replaced lets it be stopped for a moment.
      take: async (bot, signal) =>
        (await snapshots.take(bot, { reason: 'update', mayStop: true, signal })).id,
      restore: (bot, snapshot, service, signal) => snapshots.putBack(bot, snapshot, service, signal),
      clear: (bot) => snapshots.clear(bot),
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
  const legacy = createLegacyCalls(
    createLegacyImport({
      dir,
      clock,
      objects: snapshots.objects,
      gitFolders: ports.codeHost?.gitFolders ?? [],
      proxy: () => proxy.get(),
      endpoints: ports.codeHost?.endpoints,
    }),
    { fleet, bringBack, snapshots, parts },
  );
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
    legacy.recover().catch((error: unknown) => own.write(`legacy: ${String(error)}`));
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
    settings: createSettingsCalls({
      settings,
      dir,
      openFolder: ports.openFolder,
      async onChange(before, after) {
        // A pull that goes on would go on from the old list.
        if (before.network.mirrors.join() !== after.network.mirrors.join()) images.cancel();
        if (before.engine.endpoint !== after.engine.endpoint) await engineWatch.look();
        if (JSON.stringify(before.network) === JSON.stringify(after.network)) return;
        await proxy.look();
        refreshView();
        fleet.onSettings();
      },
    }),
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
    legacy,
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
      await legacy.idle();
      await snapshots.idle();
      await fleet.idle();
    },
    async close() {
      for (const unsubscribe of unsubscribes) unsubscribe();
      updates.close();
      images.cancel();
      await notifier?.close();
      await bringBack.close();
      await legacy.leave();
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

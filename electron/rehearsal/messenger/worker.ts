import type { ProgramHost } from '../../lib/program-host';
import type { Value } from '../../lib/value';
import { closeServer, createLifetime } from '../lifetime';
import type { ChatWorld } from './chat-world';
import { createLogin, type Login } from './login';
import type { MessengerFaults } from './messenger-controls';
import { createMessengerLog } from './messenger-log';
import { type MessengerProfile, type MessengerTimings, PROFILE_VERSIONS } from './messenger-options';
import { performAction } from './onebot/actions';
import { createOneBotNetwork, type OneBotNetwork } from './onebot/network';
import { botOfflineEvent, type OneBotEndpointParts } from './onebot/protocol';
import { seedOneBotConfig } from './onebot-config';
import { createTickets } from './tickets';
import { createCredentials } from './webui/credentials';
import { createRateLimit } from './webui/rate-limit';
import { createWebuiServer } from './webui/webui-server';
import { startingWebuiConfig, type WebuiConfig } from './webui-config';

export interface WorkerParts {
  host: ProgramHost;
  profile: MessengerProfile;
  timings: MessengerTimings;
  loginBody: 'hash' | 'plain';
  hasIpv6: boolean;
  faults: Value<MessengerFaults>;
  world: ChatWorld;
  /** The account given with `-q`; '' = none. */
  commandLineAccount: string;
  /** Handed over by a worker that restarted by API. */
  credentialSecret: string | undefined;
}

/** How a worker ended. */
export type WorkerEnd =
  | { kind: 'restart'; credentialSecret: string }
  | { kind: 'exit'; code: number }
  | { kind: 'stopped' };

/** A running worker, as the people around it see it. */
export interface WorkerHandle {
  login: Login;
  network: OneBotNetwork;
  log: ReturnType<typeof createMessengerLog>;
  crash(): void;
}

/** The worker process: web API, sign-in and OneBot, until it restarts itself, dies or is stopped. */
export async function runWorker(
  parts: WorkerParts,
  onReady: (worker: WorkerHandle) => void,
): Promise<WorkerEnd> {
  const { host, profile, timings, faults, world } = parts;
  const life = createLifetime(host.clock, host.signal);
  const log = createMessengerLog(host);
  const ended = Promise.withResolvers<WorkerEnd>();
  life.signal.addEventListener('abort', () => ended.resolve({ kind: 'stopped' }), { once: true });
  const endLater = (end: WorkerEnd) => void life.after(timings.exitMs, () => ended.resolve(end));
  const { NAPCAT_WEBUI_JWT_SECRET_KEY: fixedSecret, NAPCAT_QUICK_ACCOUNT: quickAccount } = host.env;
  const { NAPCAT_DISABLE_MULTI_PROCESS, NAPCAT_DISABLE_MULTIPROCESSING } = host.env;
  const single = NAPCAT_DISABLE_MULTI_PROCESS === '1' || NAPCAT_DISABLE_MULTIPROCESSING === '1';
  const credentials = createCredentials(
    host.clock,
    profile !== 'A',
    parts.credentialSecret ?? (profile === 'A' ? undefined : fixedSecret),
  );
  const restart = () => endLater({ kind: 'restart', credentialSecret: credentials.secret });

  let oneBotReady = false;
  const isOnline = () => faults.get().heartbeatsLie || login.state.get().phase === 'online';
  const endpoint: OneBotEndpointParts = {
    hasStreamField: profile !== 'A',
    selfId: () => Number(login.state.get().uin),
    isOnline,
    now: host.clock.now,
    perform: (action, params) =>
      performAction(action, params, {
        version: PROFILE_VERSIONS[profile],
        world,
        login: () => login.state.get(),
        isOnline,
        now: host.clock.now,
        onSent(messageId) {
          const message = world.find(messageId);
          if (message) network.emitMessage(message);
        },
        restart,
        exit: () => endLater({ kind: 'exit', code: 0 }),
      }),
  };
  const network = createOneBotNetwork(host, life, endpoint, log);
  const login = createLogin({
    profile,
    timings,
    life,
    log,
    files: host.files,
    tickets: createTickets(host),
    faults,
    async startOneBot(uin) {
      const config = await seedOneBotConfig(host.files, uin, log);
      if (config) await network.apply(config);
    },
    announceKick: (tag, message) => network.emit(botOfflineEvent(endpoint, tag, message)),
    restartSelf: restart,
  });
  login.state.subscribe(({ phase }) => {
    if (phase === 'online') oneBotReady = true;
  });

  log.plain('NapCat Shell App Loading...');
  log.info('[Napi2NativeLoader] 加载成功');
  log.info('[PacketHandler] 加载成功');
  log.info(`[NapCat] [Core] NapCat.Core Version: ${PROFILE_VERSIONS[profile]}`);
  await new Promise<void>((resolve) => {
    life.signal.addEventListener('abort', () => resolve(), { once: true });
    life.after(timings.workerBootMs, resolve);
  });
  if (!life.signal.aborted) {
    const config = await startingWebuiConfig(host, profile, log);
    const server = createWebuiServer({
      host,
      profile,
      timings,
      loginBody: parts.loginBody,
      life,
      log,
      login,
      network,
      isOneBotReady: () => oneBotReady,
      faults: faults.get,
      credentials,
      mayTryLogin: createRateLimit(host.clock),
      config,
      restart: single ? undefined : restart,
    });
    life.onEnd(() => closeServer(server));
    await startWebui(server, config, parts, log);
    onReady({ login, network, log, crash: () => ended.resolve({ kind: 'exit', code: 11 }) });
    const account = parts.commandLineAccount || quickAccount || config.autoLoginAccount;
    login.begin(account, parts.commandLineAccount !== '');
  }
  const end = await ended.promise;
  await life.end();
  return end;
}

async function startWebui(
  server: ReturnType<typeof createWebuiServer>,
  config: WebuiConfig,
  { host, profile, hasIpv6 }: WorkerParts,
  log: ReturnType<typeof createMessengerLog>,
): Promise<void> {
  if (config.disableWebUI) return log.info('[NapCat] [WebUi] WebUI is disabled by configuration.');
  const shownHost = config.host.includes(':') ? `[${config.host}]` : config.host;
  try {
    if (config.port === 0 || (config.host === '::' && !hasIpv6)) throw new Error('EAFNOSUPPORT');
    await host.listen(server, config.port);
  } catch (error) {
    log.error(`host或port不可用 ${error instanceof Error ? error.message : error}`);
    return log.error('[NapCat] [WebUi] Current WebUi is not run.');
  }
  const panel = (at: string) => `http://${at}:${config.port}/webui?token=${config.token}`;
  if (profile === 'A') return log.info(`[NapCat] [WebUi] WebUi Local Panel Url: ${panel('127.0.0.1')}`);
  log.info(`[NapCat] [WebUi] WebUi Token: ${config.token}`);
  log.info(`[NapCat] [WebUi] WebUi User Panel Url: ${panel('127.0.0.1')}`);
  log.info(`[NapCat] [WebUi] WebUi User Panel Url: ${panel(shownHost)}`);
}

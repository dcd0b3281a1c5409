import { sleep } from '../../lib/clock';
import type { ProgramHost } from '../../lib/program-host';
import { CONFIG_DIR } from './onebot-config';
import { runWorker, type WorkerHandle, type WorkerParts } from './worker';

const CRASH_WINDOW_MS = 10_000;
const CRASHES_ALLOWED = 3;
const KILLED = 137;

export type EntrypointParts = Omit<WorkerParts, 'commandLineAccount' | 'credentialSecret'>;

/** The image's entrypoint and the messenger's master process: prepares files, then keeps a worker running. */
export async function runEntrypoint(
  parts: EntrypointParts,
  onWorker: (worker: WorkerHandle | undefined) => void,
): Promise<number> {
  const { host, timings, profile } = parts;
  await prepareFiles(host);
  if (!(await pause(host, timings.displayMs))) return KILLED;
  host.log('[preload] succeeded. /opt/QQ/resources/app/major.node', 'stdout');
  host.log(
    '[42:1120/000000.000000:ERROR:dbus/bus.cc:408] Failed to connect to the bus: No such file or directory',
    'stderr',
  );

  const { ACCOUNT: account = '' } = host.env;
  const deaths: number[] = [];
  let commandLineAccount = account;
  let credentialSecret: string | undefined;
  for (;;) {
    const end = await runWorker({ ...parts, commandLineAccount, credentialSecret }, onWorker);
    onWorker(undefined);
    if (end.kind === 'stopped') return KILLED;
    if (end.kind === 'restart') {
      commandLineAccount = '';
      credentialSecret = end.credentialSecret;
      if (!(await pause(host, timings.respawnMs))) return KILLED;
      continue;
    }
    // The oldest generation is one process: with it the container ends.
    if (profile === 'A') return end.code;
    host.log(`[NapCat] [UtilityProcess] Worker进程退出，退出码: ${end.code}`);
    deaths.push(host.clock.now());
    const recent = deaths.filter((at) => host.clock.now() - at < CRASH_WINDOW_MS).length;
    if (recent >= CRASHES_ALLOWED) return 1;
    host.log(
      `[NapCat] [UtilityProcess] Worker进程意外退出 (${recent}/${CRASHES_ALLOWED})，正在尝试重新拉起...`,
    );
    commandLineAccount = account;
    credentialSecret = undefined;
  }
}

/** False when the container was stopped meanwhile. */
function pause(host: ProgramHost, ms: number): Promise<boolean> {
  return sleep(host.clock, ms, host.signal).then(
    () => true,
    () => false,
  );
}

async function prepareFiles(host: ProgramHost): Promise<void> {
  const { files, env } = host;
  const { WEBUI_TOKEN, WEBUI_PREFIX = '', MODE } = env;
  host.log('usermod: no changes');
  // Unpacked once for each new container; the archive brings a napcat.json of its own.
  if ((await files.read('/app/napcat/napcat.mjs')) === undefined) {
    await files.write('/app/napcat/napcat.mjs', 'export {};\n');
    await files.write(`${CONFIG_DIR}/napcat.json`, JSON.stringify(SHIPPED_NAPCAT_JSON, null, 2));
  }
  if (WEBUI_TOKEN && (await files.read(`${CONFIG_DIR}/webui.json`)) === undefined) {
    await files.write(
      `${CONFIG_DIR}/webui.json`,
      `{"host": "0.0.0.0", "prefix": "${WEBUI_PREFIX}", "port": 6099, "token": "${WEBUI_TOKEN}", "loginRate": 3}`,
    );
  }
  if (!MODE) return;
  const template = Object.hasOwn(MODES, MODE) ? MODES[MODE] : undefined;
  if (template === undefined) {
    host.log(`cp: cannot stat '/app/templates/${MODE}.json': No such file or directory`, 'stderr');
    return;
  }
  await files.write(`${CONFIG_DIR}/onebot11.json`, JSON.stringify({ network: template }, null, 2));
}

const SHIPPED_NAPCAT_JSON = {
  fileLog: false,
  consoleLog: true,
  fileLogLevel: 'debug',
  consoleLogLevel: 'info',
  packetBackend: 'auto',
  packetServer: '',
  o3HookMode: 1,
};

const server = (port: number) => ({
  websocketServers: [
    { name: 'WsServer', enable: true, host: '0.0.0.0', port, token: '', heartInterval: 30_000 },
  ],
});
const client = (url: string) => ({
  websocketClients: [
    { name: 'WsClient', enable: true, url, token: '', reconnectInterval: 30_000, heartInterval: 30_000 },
  ],
});

const MODES: Readonly<Record<string, object>> = {
  ws: server(3_001),
  q2tg: server(3_001),
  dice: server(15_801),
  sealdice: server(1_234),
  astrbot: client('ws://astrbot:6199/ws'),
  koishi: client('ws://koishi:5140/onebot'),
  nonebot: client('ws://nonebot:8080/onebot/v11/ws'),
  'qq-ai-bot': client('ws://qq-ai-bot:16700/onebot/v11/ws'),
};

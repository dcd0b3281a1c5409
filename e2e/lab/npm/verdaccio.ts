import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command, until } from '../engine/command';
import { lastLines, startDaemon } from '../engine/daemon';
import { freePort } from '../free-port';
import { cachedFolder } from '../lab-cache';

const VERDACCIO = '6.10.4';
/** Verdaccio asks for it under an alias that not every registry resolves. */
const OVERRIDES = { 'node-fetch': '2.7.0' };

export interface Verdaccio {
  /** `http://<address>:<port>` */
  url: string;
  stop(): Promise<void>;
}

export interface VerdaccioOptions {
  /** Where packages are kept. */
  storage: string;
  /** Scratch folder for its settings and log. */
  dir: string;
  /** The one address it listens on. */
  address: string;
  /** Packages that are never looked up elsewhere. */
  own: readonly string[];
}

/** Starts an npm registry in front of the one this machine uses; resolves once it answers. */
export async function startVerdaccio(options: VerdaccioOptions): Promise<Verdaccio> {
  const { storage, dir, address, own } = options;
  const program = join(await ensureVerdaccio(), 'node_modules/verdaccio/bin/verdaccio');
  await mkdir(dir, { recursive: true });
  const [settings, logFile] = [join(dir, 'verdaccio.json'), join(dir, 'verdaccio.log')];
  const everybody = { access: '$all', publish: '$all' };
  await writeFile(
    settings,
    JSON.stringify({
      storage,
      auth: { htpasswd: { file: join(dir, 'htpasswd'), max_users: -1 } },
      uplinks: { machine: { url: await machineRegistry(), timeout: '60s', maxage: '1d', max_fails: 10 } },
      packages: {
        ...Object.fromEntries(own.map((name) => [name, everybody])),
        '**': { access: '$all', proxy: 'machine' },
      },
      web: { enable: false },
      max_body_size: '64mb',
      log: { type: 'stdout', format: 'json', level: 'warn' },
    }),
  );
  const url = `http://${address}:${await freePort(address)}`;
  const daemon = startDaemon(
    [process.execPath, program, '--config', settings, '--listen', url.replace('http://', '')],
    logFile,
  );
  await until('the npm registry', 30_000, async () =>
    (await fetch(`${url}/-/ping`)).ok ? true : undefined,
  ).catch(async (cause: unknown) => {
    await daemon.kill('SIGKILL');
    throw new Error(`the npm registry did not start:\n${await lastLines(logFile)}`, { cause });
  });
  return { url, stop: () => daemon.kill('SIGTERM') };
}

function ensureVerdaccio(): Promise<string> {
  return cachedFolder('verdaccio', [VERDACCIO, OVERRIDES], async (folder) => {
    const manifest = { private: true, dependencies: { verdaccio: VERDACCIO }, overrides: OVERRIDES };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    await command('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error']);
  });
}

async function machineRegistry(): Promise<string> {
  return (await command('npm', ['config', 'get', 'registry'])).trim();
}

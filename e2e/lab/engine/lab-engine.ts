import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { command, until } from './command';
import { type Daemon, lastLines, startDaemon } from './daemon';
import { ensureDebianPackages } from './debian-packages';
import { ensureEngineBinaries, type LabEngineVersion } from './engine-binaries';
import { ensureNetns, insideNetns, removeNetns } from './net-namespace';

export interface LabEngineOptions {
  version: LabEngineVersion;
  /** Keeps images in containerd, as Docker Desktop and fresh installations do. */
  containerdStore: boolean;
  /** Everything it writes lies here; deleted by `stop`. */
  dir: string;
  /** A network namespace of this name is made for it, and removed by `stop`. Needed beside another engine. */
  netns?: string;
}

export interface LabEngine {
  /** `unix:///…` */
  endpoint: string;
  /** Runs Docker's own command line client on it and answers what that prints. */
  docker(...args: string[]): Promise<string>;
  /** Ends the engine as a crash would. Containers live on. */
  crash(): Promise<void>;
  /** Ends it in good order. */
  halt(): Promise<void>;
  /** Starts it again after `crash` or `halt`. */
  start(): Promise<void>;
  /** Removes all containers and networks, ends the engine and deletes its folder. */
  stop(): Promise<void>;
}

/** How long a start may take, and how often it is tried. */
const START_MS = 25_000;
const STARTS = 3;

/** Starts a Docker engine from nothing; resolves once it answers. Needs root on Debian. */
export async function startLabEngine(options: LabEngineOptions): Promise<LabEngine> {
  await ensureDebianPackages();
  const { dockerd, path } = await ensureEngineBinaries(options.version);
  const { dir, netns } = options;
  const [socket, logFile] = [join(dir, 'docker.sock'), join(dir, 'dockerd.log')];
  const containerdPid = join(dir, 'exec/containerd/containerd.pid');
  await mkdir(dir, { recursive: true });
  if (netns !== undefined) await ensureNetns(netns);
  const config = join(dir, 'daemon.json');
  await writeFile(
    config,
    JSON.stringify({ features: { 'containerd-snapshotter': options.containerdStore } }),
  );
  const line = insideNetns(netns, [
    dockerd,
    ...['--data-root', join(dir, 'data'), '--exec-root', join(dir, 'exec')],
    ...['--pidfile', join(dir, 'dockerd.pid'), '-H', `unix://${socket}`, '--config-file', config],
  ]);
  const { PATH: systemPath = '' } = process.env;
  const env = { PATH: [...path, systemPath].join(':') };
  let daemon: Daemon | undefined;

  async function start(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      await forgetDeadPid(join(dir, 'dockerd.pid'));
      await forgetDeadPid(containerdPid);
      daemon = startDaemon(line, logFile, env);
      try {
        return void (await until('the engine', START_MS, () => ping(socket)));
      } catch (cause) {
        if (tries === STARTS)
          throw new Error(`the engine did not start:\n${await lastLines(logFile)}`, { cause });
      }
      // One that was killed may leave a containerd that answers no other.
      await daemon.kill('SIGKILL');
      await endOrphan(containerdPid, 'SIGKILL');
    }
  }

  const docker = (...args: string[]) => command('docker', ['-H', `unix://${socket}`, ...args]);
  await start();
  return {
    endpoint: `unix://${socket}`,
    docker,
    start,
    async crash() {
      await daemon?.kill('SIGKILL');
    },
    async halt() {
      await daemon?.kill('SIGTERM');
    },
    async stop() {
      const ids = (await docker('ps', '-aq').catch(() => '')).split('\n').filter(Boolean);
      if (ids.length > 0) await docker('rm', '-f', ...ids).catch(() => undefined);
      // Their bridges would outlive the engine, and take the addresses that the next one needs.
      await docker('network', 'prune', '--force').catch(() => undefined);
      await daemon?.kill('SIGTERM');
      await endOrphan(containerdPid, 'SIGTERM');
      await command('umount', [join(dir, 'data')]).catch(() => undefined);
      await rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
      if (netns !== undefined) await removeNetns(netns);
    },
  };
}

/** An engine takes a zombie for alive and refuses to start beside it. */
async function forgetDeadPid(file: string): Promise<void> {
  const pid = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (pid === '') return;
  const state = /^State:\s+(\w)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1];
  if (state === undefined || state === 'Z') await rm(file);
}

/** After a crash the engine's containerd lives on without it. */
async function endOrphan(pidFile: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).trim());
  if (!pid || !existsSync(`/proc/${pid}`)) return;
  process.kill(pid, signal);
  await until('the end of containerd', 10_000, async () => (existsSync(`/proc/${pid}`) ? undefined : true));
}

function ping(socketPath: string): Promise<true> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve(true);
      else reject(new Error(`status ${response.statusCode}`));
    })
      .on('timeout', () => reject(new Error('no answer')))
      .on('error', reject)
      .end();
  });
}

import { readdir, readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { LABELS } from '../../electron/engine/engine';
import { command } from '../lab/engine/command';

type Docker = (...args: string[]) => Promise<string>;

/** The parts of `docker inspect` that are looked at. */
export interface Inspected {
  Id: string;
  Name: string;
  /** Its id. */
  Image: string;
  Config: { Env: string[] | null; Labels: Record<string, string> };
  State: { Running: boolean };
  HostConfig: {
    Memory: number;
    Privileged: boolean;
    NetworkMode: string;
    SecurityOpt: string[] | null;
    LogConfig: { Type: string; Config: Record<string, string> };
    PortBindings: Record<string, { HostIp: string; HostPort: string }[] | null>;
  };
  Mounts: { Type: string; Name?: string }[];
  NetworkSettings: { Networks: Record<string, unknown> };
}

const lines = (text: string) => text.split('\n').filter(Boolean);

/** Every container of the engine, ours or not. */
export async function inspectContainers(docker: Docker): Promise<Inspected[]> {
  const ids = lines(await docker('ps', '-aq'));
  return ids.length === 0 ? [] : (JSON.parse(await docker('inspect', ...ids)) as Inspected[]);
}

export interface Belongings {
  containers: string[];
  networks: string[];
  volumes: string[];
}

/** Names of all containers, volumes and networks but the engine's own three, with the bot's id taken out. */
export async function listBelongings(docker: Docker): Promise<Belongings> {
  const names = async (...args: string[]) =>
    lines(await docker(...args))
      .map((name) => name.replace(/^botpier-[a-z0-9]{8}/, 'botpier'))
      .sort();
  const [containers, networks, volumes] = await Promise.all([
    names('ps', '-a', '--format', '{{.Names}}'),
    names('network', 'ls', '--format', '{{.Name}}'),
    names('volume', 'ls', '--format', '{{.Name}}'),
  ]);
  const builtIn = ['bridge', 'host', 'none'];
  return { containers, networks: networks.filter((name) => !builtIn.includes(name)), volumes };
}

/** The container of one of the bot's services. */
export async function findService(docker: Docker, service: string): Promise<Inspected> {
  const found = (await inspectContainers(docker)).find(
    ({ Config }) => Config.Labels[LABELS.service] === service && Config.Labels[LABELS.purpose] === 'service',
  );
  if (!found) throw new Error(`no container of ${service}`);
  return found;
}

/** All that a container wrote, on both streams. */
export function readLogs(endpoint: string, container: string): Promise<string> {
  return command('sh', ['-c', 'exec docker -H "$0" logs "$1" 2>&1', endpoint, container]);
}

/** All the engine can tell of its containers, networks and volumes, in its own words. */
export async function engineTells(docker: Docker): Promise<string> {
  const ids = lines(await docker('ps', '-aq'));
  const networks = lines(await docker('network', 'ls', '-q'));
  const volumes = lines(await docker('volume', 'ls', '-q'));
  const parts = await Promise.all([
    docker('inspect', ...ids),
    docker('network', 'inspect', ...networks),
    docker('volume', 'inspect', ...volumes),
    docker('events', '--since', '1h', '--until', '0s', '--format', '{{json .}}'),
  ]);
  return parts.join('\n');
}

/** What stands in a folder's files, byte for byte. */
export async function readTree(dir: string): Promise<string> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  );
  return texts.join('\n');
}

/** This machine's addresses that others can reach. */
export function outsideAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address);
}

/** `address:port`, in hexadecimal as the kernel writes them, of all that listens on other than loopback addresses. */
export async function listenersOutside(): Promise<string[]> {
  const LISTENING = '0A';
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')));
  return tables
    .flatMap((table) => table.split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === LISTENING)
    .map(([, local = '']) => local)
    .filter((local) => !/^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):/.test(local));
}

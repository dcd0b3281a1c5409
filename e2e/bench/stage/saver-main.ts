import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createObjectStore } from '../../../electron/app/snapshots/create-object-store';
import { createRepositorySync } from '../../../electron/app/sync/create-repository-sync';
import type { SyncKeys, SyncTarget } from '../../../electron/app/sync/repository-sync';
import { snapshotOf } from '../../../electron/app/sync/test-sync';
import { systemClock } from '../../../electron/lib/clock';

export interface SaverOrder {
  dir: string;
  endpoints: { api: string; git: string };
  target: SyncTarget;
  keys: SyncKeys;
  largeBytes: number;
}

const { dir, endpoints, target, keys, largeBytes }: SaverOrder = JSON.parse(process.env['SAVER'] ?? '{}');
const open = (folder: string) => {
  const objects = createObjectStore(join(folder, 'objects'));
  const sync = createRepositorySync({
    dir: folder,
    clock: systemClock,
    objects,
    gitFolders: [],
    proxy: () => '',
    endpoints,
  });
  return { objects, sync };
};

async function* noise(bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= 1_000_000) yield randomBytes(Math.min(left, 1_000_000));
}

async function memoryMb(name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1_024;
}

const idleMb = await memoryMb('VmRSS');
const { objects, sync } = open(join(dir, 'here'));
const large = await objects.put(noise(largeBytes));
const manifest = await snapshotOf(objects, Date.now(), { 'koishi/data/small': 'small' }, [
  { type: 'file', service: 'koishi', volume: 'data', path: 'large', mode: 0o644, uid: 0, gid: 0, ...large },
]);
const saved = await sync.push({
  target,
  keys,
  device: 'bench',
  manifest,
  secrets: {},
  encryption: 'sensitive',
  isSensitive: () => false,
  thresholdBytes: 50_000_000,
});
if (saved.kind !== 'done') throw new Error(JSON.stringify(saved));
await open(join(dir, 'there')).sync.restore({ target, key: keys.identity });
process.stdout.write(JSON.stringify({ idleMb, peakMb: await memoryMb('VmHWM') }));

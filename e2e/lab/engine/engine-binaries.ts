import { existsSync } from 'node:fs';
import { rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command';
import { unpackDebian } from './unpack-debian';

export type LabEngineVersion = '20' | '26';

export interface EngineBinaries {
  dockerd: string;
  /** Put before PATH, so that the engine finds its own companions. */
  path: readonly string[];
}

/**
 * Where an engine of that version lies. 20 is Debian 12's own, 26 is unpacked from Debian 13's packages into a
 * folder that is kept between runs (`BOTPIER_LAB_CACHE`, else below the temp folder).
 */
export async function ensureEngineBinaries(version: LabEngineVersion): Promise<EngineBinaries> {
  if (version === '20') return { dockerd: '/usr/sbin/dockerd', path: [] };
  const { BOTPIER_LAB_CACHE: cache = join(tmpdir(), 'botpier-lab-cache') } = process.env;
  const root = join(cache, 'engine-26');
  if (!existsSync(root)) await unpack(root);
  return { dockerd: join(root, 'usr/sbin/dockerd'), path: [join(root, 'usr/bin'), join(root, 'usr/sbin')] };
}

async function unpack(root: string): Promise<void> {
  const work = `${root}.${process.pid}`;
  const files = await unpackDebian(work, ['docker.io', 'containerd', 'tini']);
  // Debian 13's own runc asks for a newer C library than Debian 12 has.
  await rm(join(files, 'usr/sbin/runc'), { force: true });
  await symlink((await command('sh', ['-c', 'command -v runc'])).trim(), join(files, 'usr/sbin/runc'));
  await rename(files, root);
  await rm(work, { recursive: true });
}

import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebianPackages } from '../../lab/engine/debian-packages';
import { ensureEngineBinaries } from '../../lab/engine/engine-binaries';
import { unpackDebian } from '../../lab/engine/unpack-debian';

/** Fetches the engine and Docker Compose 2 unless they are here; answers Compose's program. Root on Debian 12. */
export async function ensureCompose(): Promise<string> {
  await ensureDebianPackages();
  await ensureEngineBinaries('26');
  const { BOTPIER_LAB_CACHE: cache = join(tmpdir(), 'botpier-lab-cache') } = process.env;
  const root = join(cache, 'compose-2');
  if (!existsSync(root)) {
    const work = `${root}.${process.pid}`;
    await mkdir(cache, { recursive: true });
    await rename(await unpackDebian(work, ['docker-compose']), root);
    await rm(work, { recursive: true });
  }
  return join(root, 'usr/libexec/docker/cli-plugins/docker-compose');
}

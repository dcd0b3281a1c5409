import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command';

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
  const [apt, files] = [join(work, 'apt'), join(work, 'files')];
  await mkdir(join(apt, 'lists/partial'), { recursive: true });
  await mkdir(join(apt, 'cache/archives/partial'), { recursive: true });
  await mkdir(files, { recursive: true });
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const source = `deb [signed-by=${keyring}] ${await debianMirror()} trixie main\n`;
  await writeFile(join(apt, 'sources.list'), source);
  const options = [
    `Dir::Etc::sourcelist=${apt}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${apt}/lists`,
    `Dir::Cache=${apt}/cache`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await command('apt-get', [...options, 'update', '-qq']);
  const packages = ['docker.io', 'containerd', 'tini'];
  await command('sh', [
    '-c',
    'cd "$0" && exec apt-get "$@"',
    apt,
    ...options,
    'download',
    '-qq',
    ...packages,
  ]);
  for (const name of await readdir(apt)) {
    if (name.endsWith('.deb')) await command('dpkg', ['-x', join(apt, name), files]);
  }
  // Debian 13's own runc asks for a newer C library than Debian 12 has.
  await rm(join(files, 'usr/sbin/runc'), { force: true });
  await symlink((await command('sh', ['-c', 'command -v runc'])).trim(), join(files, 'usr/sbin/runc'));
  await rename(files, root);
  await rm(work, { recursive: true });
}

/** The base address apt itself uses for Debian on this machine. */
async function debianMirror(): Promise<string> {
  const folder = '/etc/apt/sources.list.d';
  const names = (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  for (const name of ['/etc/apt/sources.list', ...names]) {
    const found = /https?:\/\/\S+\/debian\/?(?=\s)/.exec(await readFile(name, 'utf8').catch(() => ''));
    if (found && !found[0].includes('snapshot')) return found[0];
  }
  throw new Error('no Debian mirror among the sources of apt');
}

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command';

const INSTALL_LATER = ['install', '--yes', '--download-only', '--no-install-recommends'];

export interface UnpackOptions {
  /** Debian 13 by default; `sid` has what is newest. */
  suite?: 'trixie' | 'sid';
  /** All that the packages need to run is unpacked, too. */
  withDependencies?: boolean;
}

/** Unpacks packages of Debian into `folder/files` and answers that; nothing is installed. `folder` is a scratch folder. */
export async function unpackDebian(
  folder: string,
  packages: readonly string[],
  { suite = 'trixie', withDependencies = false }: UnpackOptions = {},
): Promise<string> {
  const [apt, files] = [join(folder, 'apt'), join(folder, 'files')];
  await mkdir(join(apt, 'lists/partial'), { recursive: true });
  await mkdir(join(apt, 'cache/archives/partial'), { recursive: true });
  await mkdir(files, { recursive: true });
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const source = `deb [signed-by=${keyring}] ${await debianMirror()} ${suite} main\n`;
  await writeFile(join(apt, 'sources.list'), source);
  // Where nothing is installed, everything is missing.
  await writeFile(join(apt, 'status'), '');
  const options = [
    `Dir::Etc::sourcelist=${apt}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${apt}/lists`,
    `Dir::State::status=${apt}/status`,
    `Dir::Cache=${apt}/cache`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await command('apt-get', [...options, 'update', '-qq']);
  const archives = withDependencies ? join(apt, 'cache/archives') : apt;
  const request = withDependencies ? INSTALL_LATER : ['download'];
  const download = [...options, ...request, '-qq', ...packages];
  await command('sh', ['-c', 'cd "$0" && exec apt-get "$@"', apt, ...download]);
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await command('dpkg', ['-x', join(archives, name), files]);
  }
  return files;
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

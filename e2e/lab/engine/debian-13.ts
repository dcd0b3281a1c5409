import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command';

/** Unpacks packages of Debian 13 into `folder/files` and answers that; nothing is installed. `folder` is a scratch folder. */
export async function unpackDebian13(folder: string, packages: readonly string[]): Promise<string> {
  const [apt, files] = [join(folder, 'apt'), join(folder, 'files')];
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
  const download = [...options, 'download', '-qq', ...packages];
  await command('sh', ['-c', 'cd "$0" && exec apt-get "$@"', apt, ...download]);
  for (const name of await readdir(apt)) {
    if (name.endsWith('.deb')) await command('dpkg', ['-x', join(apt, name), files]);
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

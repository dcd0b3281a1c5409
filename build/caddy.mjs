import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a Caddy lies that keeps WebSockets over a change of its configuration; Debian 12's does not. */
export function newerCaddy() {
  const cache = process.env.BOTPIER_LAB_CACHE ?? join(tmpdir(), 'botpier-lab-cache');
  return join(cache, 'caddy-sid/usr/bin/caddy');
}

/** Unpacks Debian sid's Caddy beside the installed one. Without it a few tests are skipped, so a failure is only told. */
export function ensureNewerCaddy() {
  const target = newerCaddy();
  const mirror = debianMirror();
  if (existsSync(target) || !existsSync('/etc/debian_version') || !mirror) return;
  const folder = join(target, '../../..');
  const work = `${folder}.${process.pid}`;
  mkdirSync(join(work, 'lists/partial'), { recursive: true });
  mkdirSync(join(work, 'cache/archives/partial'), { recursive: true });
  writeFileSync(join(work, 'status'), '');
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(join(work, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} sid main\n`);
  const options = [
    `Dir::Etc::sourcelist=${work}/sources.list`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${work}/lists`,
    `Dir::State::status=${work}/status`,
    `Dir::Cache=${work}/cache`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false',
  ].flatMap((option) => ['-o', option]);
  const run = (command, args) => spawnSync(command, args, { cwd: work, encoding: 'utf8' }).status === 0;
  const isThere =
    run('apt-get', [...options, 'update', '-qq']) && run('apt-get', [...options, 'download', '-qq', 'caddy']);
  const [deb] = readdirSync(work).filter((name) => name.endsWith('.deb'));
  if (isThere && deb && run('dpkg', ['-x', deb, 'files'])) {
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(work, 'files'), folder);
  } else console.log('No newer Caddy to be had: tests that need one are skipped.');
  rmSync(work, { recursive: true, force: true });
}

/** The address that apt itself uses for Debian here. */
function debianMirror() {
  const dir = '/etc/apt/sources.list.d';
  const files = existsSync(dir) ? readdirSync(dir).map((name) => join(dir, name)) : [];
  for (const file of ['/etc/apt/sources.list', ...files]) {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    for (const line of lines) {
      const [url] = /https?:\/\/\S+\/debian\/?(?=\s|$)/.exec(line.trim().startsWith('#') ? '' : line) ?? [];
      if (url) return url;
    }
  }
  return undefined;
}

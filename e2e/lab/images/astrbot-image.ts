import { readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../engine/command';
import type { PackedImage } from '../engine/publish-image';
import { unpackDebian } from '../engine/unpack-debian';
import { enterRoot } from './enter-root';
import { ensureLayer } from './layer';

const VERSION = '4.27.4';
const SOURCE = `astrbot-${VERSION}`;
const HOME = '/AstrBot';

/** What Python and the compiled packages need; whoever looks into the container gets a shell. */
const DEBIAN = [
  'base-files',
  'dash',
  'coreutils',
  'python3',
  'python3-pip',
  'libstdc++6',
  'libgomp1',
  'tzdata',
];

/** What the official image brings beside AstrBot's own list. */
const EXTRA = ['socksio'];

/** Every Python package with its version, as pip resolved AstrBot's own list once. */
const PACKAGES = join(import.meta.dirname, 'astrbot-packages.txt');

/** Shaped like `soulter/astrbot:v4.27.4`, with the real AstrBot in it, from the sources of its release. */
export async function astrbotImage(): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  const packages = await readFile(PACKAGES, 'utf8');
  const layer = await ensureLayer('astrbot', [VERSION, DEBIAN, EXTRA, packages], async (root) => {
    const work = `${root}-debian`;
    await rm(root, { recursive: true });
    await rename(await unpackDebian(work, DEBIAN, { withDependencies: true }), root);
    await rm(work, { recursive: true });
    await finishDebian(root);
    await installAstrBot(root, packages);
  });
  return {
    layers: [layer],
    config: {
      Env: ['PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8'],
      Cmd: ['python', 'main.py'],
      WorkingDir: HOME,
      ExposedPorts: { '6185/tcp': {} },
    },
  };
}

/** What packages do when they are installed, as far as it is missed here. */
async function finishDebian(root: string): Promise<void> {
  await symlink('python3', join(root, 'usr/bin/python'));
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  await writeFile(join(root, 'etc/group'), 'root:x:0:\n');
  // In the official image pip may install into the system's own Python.
  await rm(join(root, 'usr/lib/python3.13/EXTERNALLY-MANAGED'));
}

async function installAstrBot(root: string, packages: string): Promise<void> {
  await writeFile(join(root, 'tmp/packages.txt'), packages);
  await enterRoot(root, async (run) => {
    await run('pip', ['download', '--no-deps', '--no-binary=astrbot', '--dest=/tmp', `astrbot==${VERSION}`]);
    await command('tar', ['-xzf', join(root, 'tmp', `${SOURCE}.tar.gz`), '-C', root]);
    await rename(join(root, SOURCE), join(root, HOME));
    const wanted = ['--requirement', `${HOME}/requirements.txt`, ...EXTRA];
    await run('pip', ['install', '--no-compile', '--constraint=/tmp/packages.txt', ...wanted]);
    // The archive's times are not the files' own; without this Python would compile everything at each start.
    const places = [HOME, '/usr/local/lib/python3.13', '/usr/lib/python3.13'];
    await run('compileall', ['-q', '-j', '0', '--invalidation-mode', 'unchecked-hash', ...places]);
  });
  await rm(join(root, 'tmp/packages.txt'));
  await rm(join(root, 'tmp', `${SOURCE}.tar.gz`));
}

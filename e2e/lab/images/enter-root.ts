import { copyFile, mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { command } from '../engine/command';

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** How this machine finds names and where its pip fetches packages. */
const LENT = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/pip.conf',
  join(homedir(), '.config/pip/pip.conf'),
  join(homedir(), '.pip/pip.conf'),
];

/** Runs a module of the root's own Python in there: `run('pip', ['install', …])`. */
type Run = (module: string, args: readonly string[]) => Promise<void>;

/**
 * Works inside a root file system that has a Python. Packages come from where this machine's own pip gets them;
 * of the machine's settings nothing but its certificates stays behind. Needs root.
 */
export async function enterRoot(root: string, work: (run: Run) => Promise<void>): Promise<void> {
  const lent: string[] = [];
  for (const path of LENT) {
    if (await copyInto(root, path)) lent.push(join(root, path));
  }
  await copyInto(root, CERTIFICATES);
  const device = join(root, 'dev/null');
  await command('mknod', ['-m', '666', device, 'c', '1', '3']);
  // Python's locks between processes lie there.
  await mkdir(join(root, 'dev/shm'), { recursive: true });
  try {
    await work(async (module, args) => {
      await command('chroot', [root, 'python3', '-m', module, ...args], {
        env: { PIP_NO_CACHE_DIR: '1', PIP_ROOT_USER_ACTION: 'ignore', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
      });
    });
  } finally {
    for (const path of [...lent, device]) await rm(path);
  }
}

async function copyInto(root: string, path: string): Promise<boolean> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  return copyFile(path, join(root, path)).then(
    () => true,
    () => false,
  );
}

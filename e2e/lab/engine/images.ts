import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command } from './command';
import type { LabEngine } from './lab-engine';

/** Puts `lab/busybox:1` into an engine: a shell and its friends, 2 MB. `dir` is a scratch folder. */
export async function importBusybox(engine: LabEngine, dir: string): Promise<string> {
  const root = join(dir, 'rootfs-busybox');
  await buildBusybox(root);
  await importRoot(engine, root, 'lab/busybox:1', ['CMD ["sh"]', 'ENV PATH=/bin:/usr/bin']);
  return 'lab/busybox:1';
}

/** Puts `lab/node:24` into an engine: busybox plus the Node.js this runs on. */
export async function importNode(engine: LabEngine, dir: string): Promise<string> {
  const root = join(dir, 'rootfs-node');
  await layOutNode(root);
  await importRoot(engine, root, 'lab/node:24', ['CMD ["node"]', 'ENV PATH=/usr/bin:/bin']);
  return 'lab/node:24';
}

/** Makes a folder a root file system: busybox, the Node.js this runs on, and the machine's certificates. */
export async function layOutNode(root: string): Promise<void> {
  await buildBusybox(root);
  await copy(process.execPath, join(root, 'usr/bin/node'));
  await chmod(join(root, 'usr/bin/node'), 0o755);
  for (const [library] of (await command('ldd', [process.execPath])).matchAll(/\/\S+/g)) {
    await copy(library, join(root, library));
  }
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  await copy(certificates, join(root, certificates)).catch(() => undefined);
}

async function buildBusybox(root: string): Promise<void> {
  await rm(root, { recursive: true, force: true });
  for (const name of ['bin', 'tmp', 'etc', 'proc', 'sys', 'dev', 'root', 'var', 'run', 'home', 'opt']) {
    await mkdir(join(root, name), { recursive: true });
  }
  await chmod(join(root, 'tmp'), 0o1777);
  const applets = (await command('busybox', ['--list'])).split('\n').filter(Boolean);
  for (const applet of applets.filter((name) => name !== 'busybox')) {
    await symlink('busybox', join(root, 'bin', applet));
  }
  await copy((await command('sh', ['-c', 'command -v busybox'])).trim(), join(root, 'bin/busybox'));
  await chmod(join(root, 'bin/busybox'), 0o755);
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/home:/bin/sh\n',
  );
  // Without it the C library asks the network for names before it looks into /etc/hosts.
  await writeFile(join(root, 'etc/nsswitch.conf'), 'hosts: files dns\n');
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nuser:x:1000:\n');
}

async function importRoot(engine: LabEngine, root: string, name: string, changes: string[]): Promise<void> {
  const archive = `${root}.tar`;
  await command('tar', ['-C', root, '-cf', archive, '.']);
  await engine.docker('import', ...changes.flatMap((change) => ['-c', change]), archive, name);
  await rm(root, { recursive: true });
  await rm(archive);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

import { existsSync, readFileSync } from 'node:fs';
import { command } from './command';

const PACKAGES = [
  'docker.io',
  'containerd',
  'runc',
  'iptables',
  'cgroupfs-mount',
  'docker-registry',
  'busybox-static',
  'mmdebstrap',
  'iproute2',
  'curl',
  'zip',
];

/** Why no lab engine can be had on this machine; undefined when one can. */
export function labObstacle(): string | undefined {
  if (process.platform !== 'linux') return `a lab engine needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'a lab engine needs root';
  const release = existsSync('/etc/debian_version') ? readFileSync('/etc/debian_version', 'utf8').trim() : '';
  if (!release.startsWith('12'))
    return `a lab engine needs Debian 12, whose packages are used (this: ${release})`;
  return undefined;
}

/** Installs what the lab is made of, unless it is here. Needs root on Debian. */
export async function ensureDebianPackages(): Promise<void> {
  const obstacle = labObstacle();
  if (obstacle) throw new Error(obstacle);
  const missing = [];
  for (const name of PACKAGES) {
    const status = await command('dpkg', ['-s', name]).catch(() => '');
    if (!/^Status: .* installed$/m.test(status)) missing.push(name);
  }
  if (missing.length > 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await command('apt-get', ['update', '-qq'], { env });
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-y', '-qq', '--no-install-recommends'];
    await command('apt-get', ['install', ...options, ...missing], { env });
  }
  await mountControlGroups();
}

/** Packages installed without an init system leave the control groups unmounted, and no engine starts then. */
async function mountControlGroups(): Promise<void> {
  if (!/ cgroup2? /.test(readFileSync('/proc/mounts', 'utf8'))) await command('cgroupfs-mount', []);
}

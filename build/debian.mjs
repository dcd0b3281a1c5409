import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureNewerCaddy } from './caddy.mjs';

/** What the tests need besides npm's packages. */
const PACKAGES = [
  'docker.io',
  'containerd',
  'runc',
  'iptables',
  'iproute2',
  'cgroupfs-mount',
  'docker-registry',
  'busybox-static',
  'caddy',
  'mmdebstrap',
  'chromium',
  'xvfb',
  'xauth',
  // A desktop with a tray.
  'xfce4-panel',
  'xfconf',
  'dbus-daemon',
  'dbus-bin',
  'xdotool',
  'imagemagick',
  'fonts-noto-cjk',
  'ca-certificates',
  'curl',
  'git',
  'zip',
  'unzip',
  // For the packages' checks.
  'desktop-file-utils',
  'icoutils',
  'lintian',
  'nsis',
  'p7zip-full',
  'squashfs-tools',
];

const ELSEWHERE = `The tests need, besides Node and npm:
  - a Docker engine that this user may use (Docker Desktop on Windows and macOS)
  - Chromium or Chrome; say where with CHROMIUM=<path> unless it is /usr/bin/chromium
  - a font with Chinese characters (Noto Sans CJK on Linux)
What packages hold is checked on Debian alone.
On Debian as root they install all of it by themselves.`;

function isInstalled(name) {
  const { stdout } = spawnSync('dpkg', ['-s', name], { encoding: 'utf8' });
  return /^Status: .* installed$/m.test(stdout);
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { encoding: 'utf8', env });
  if (result.status !== 0) console.error(`${result.stdout}${result.stderr}`);
  return result.status === 0;
}

/** Whether this is a machine on which what is missing is installed without a question. */
export function installsByItself() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** Installs what the tests need where that can be done; elsewhere says what to install. Answers whether all is there. */
export function ensureSystem() {
  if (!existsSync('/etc/debian_version')) {
    if (existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) return true;
    console.error(ELSEWHERE);
    return false;
  }
  ensureNewerCaddy();
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return true;
  if (process.getuid?.() !== 0) {
    console.error(`Install first, as root:\n  apt-get install --no-install-recommends ${missing.join(' ')}`);
    return false;
  }
  console.log(`Installing ${missing.join(' ')}…`);
  return apt(['update', '-qq']) && apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]);
}

import type { Machine } from './machine';

/** A container engine that is installed here. */
export interface InstalledProduct {
  name: string;
  /** Undefined when we do not know how to start it. */
  start: ((signal?: AbortSignal) => Promise<void>) | undefined;
}

interface Product {
  name: string;
  /** Any of these files says that it is installed. */
  marks: string[];
  start?: { program: string; args: string[]; staysOpen?: boolean; needs?: string[] };
}

/** The first installed product, the likeliest first; undefined when there is none. */
export async function findInstalled(machine: Machine): Promise<InstalledProduct | undefined> {
  for (const { name, marks, start } of productsOf(machine)) {
    if (!(await anyExists(machine, marks))) continue;
    const isPossible = start && (await allExist(machine, start.needs ?? []));
    if (!isPossible) return { name, start: undefined };
    const { program, args, staysOpen = false } = start;
    return {
      name,
      start: (signal) => (staysOpen ? machine.launch(program, args) : machine.run(program, args, signal)),
    };
  }
  return undefined;
}

function productsOf(machine: Machine): Product[] {
  if (machine.platform === 'win32') return onWindows(machine);
  return machine.platform === 'darwin' ? onMac(machine) : onLinux();
}

function onWindows({ env }: Machine): Product[] {
  const { ProgramFiles: programs = 'C:\\Program Files', LOCALAPPDATA: local } = env;
  const desktop = `${programs}\\Docker\\Docker\\Docker Desktop.exe`;
  const rancher = 'Rancher Desktop\\Rancher Desktop.exe';
  const ranchers = [
    `${programs}\\${rancher}`,
    ...(local === undefined ? [] : [`${local}\\Programs\\${rancher}`]),
  ];
  return [
    { name: 'Docker Desktop', marks: [desktop], start: { program: desktop, args: [], staysOpen: true } },
    ...ranchers.map((path) => ({
      name: 'Rancher Desktop',
      marks: [path],
      start: { program: path, args: [], staysOpen: true },
    })),
    podman([`${programs}\\RedHat\\Podman\\podman.exe`]),
  ];
}

function onMac({ home }: Machine): Product[] {
  const app = (name: string, bundle = name): Product => ({
    name,
    marks: [`/Applications/${bundle}.app`, `${home}/Applications/${bundle}.app`],
    start: { program: '/usr/bin/open', args: ['-g', '-a', bundle] },
  });
  const tools = ['/opt/homebrew/bin', '/usr/local/bin'];
  return [
    app('OrbStack'),
    app('Docker Desktop', 'Docker'),
    app('Rancher Desktop'),
    ...tools.map((folder) => ({
      name: 'Colima',
      marks: [`${folder}/colima`],
      start: { program: `${folder}/colima`, args: ['start'] },
    })),
    ...[...tools, '/opt/podman/bin'].map((folder) => podman([`${folder}/podman`])),
  ];
}

function onLinux(): Product[] {
  const pkexec = '/usr/bin/pkexec';
  const systemctl = '/usr/bin/systemctl';
  return [
    {
      name: 'Docker Desktop',
      marks: ['/opt/docker-desktop'],
      start: { program: systemctl, args: ['--user', 'start', 'docker-desktop'], needs: [systemctl] },
    },
    {
      name: 'Docker',
      marks: ['/lib/systemd/system/docker.service', '/etc/systemd/system/docker.service'],
      start: { program: pkexec, args: [systemctl, 'start', 'docker'], needs: [pkexec, systemctl] },
    },
    {
      name: 'Docker',
      marks: ['/usr/bin/dockerd', '/usr/sbin/dockerd', '/usr/local/bin/dockerd', '/snap/bin/docker'],
    },
    {
      name: 'Podman',
      marks: ['/usr/bin/podman'],
      start: { program: systemctl, args: ['--user', 'start', 'podman.socket'], needs: [systemctl] },
    },
  ];
}

function podman([path = '']: [string]): Product {
  return { name: 'Podman', marks: [path], start: { program: path, args: ['machine', 'start'] } };
}

async function anyExists(machine: Machine, paths: readonly string[]): Promise<boolean> {
  return (await Promise.all(paths.map((path) => machine.exists(path)))).includes(true);
}

async function allExist(machine: Machine, paths: readonly string[]): Promise<boolean> {
  return !(await Promise.all(paths.map((path) => machine.exists(path)))).includes(false);
}

import { ensureCompose } from '../bench/stage/compose';
import { command } from '../lab/engine/command';
import { createPhone, type Phone } from '../lab/phone';
import type { Lab } from '../lab/start-lab';

/** An exported folder in the hands of the real Docker Compose, on the lab's engine. */
export interface ComposeProject {
  /** `compose(['up', '-d'])` in the folder; rejects with what it said. */
  compose(...args: string[]): Promise<string>;
  /** `docker inspect` of a service's container, also of one that has ended. */
  inspect(service: string): Promise<InspectedService>;
  /** A file of a running service. */
  read(service: string, path: string): Promise<string>;
  phone: Phone;
}

/** The parts of `docker inspect` by which two containers are told to be alike. */
export interface InspectedService {
  Id: string;
  Image: string;
  State: { Running: boolean; ExitCode: number; Health?: { Status: string } };
  Config: {
    Env: string[];
    Cmd: string[] | null;
    Entrypoint: string[] | null;
    Hostname: string;
    User: string;
    WorkingDir: string;
  };
  HostConfig: {
    Memory: number;
    MemorySwap: number;
    SecurityOpt: string[];
    LogConfig: object;
    RestartPolicy: object;
    Init: boolean;
    Privileged: boolean;
    CapAdd: string[] | null;
    PortBindings: Record<string, { HostIp: string }[]>;
    ExtraHosts: string[];
  };
  Mounts: { Type: string; Destination: string; RW: boolean }[];
  NetworkSettings: { Networks: Record<string, { MacAddress: string }> };
}

export async function openComposeProject(lab: Lab, folder: string): Promise<ComposeProject> {
  const program = await ensureCompose();
  const compose = (...args: string[]) =>
    command(program, args, { cwd: folder, env: { DOCKER_HOST: lab.endpoint } });
  const inspect = async (service: string) => {
    const [id = ''] = (await compose('ps', '--all', '--quiet', service)).split('\n');
    return inspectContainer(lab, id);
  };
  return {
    compose,
    inspect,
    read: async (service, path) => lab.docker('exec', (await inspect(service)).Id, 'cat', path),
    phone: createPhone(async (...args) => {
      if (args[0] !== 'ps') return lab.docker(...args);
      return compose('ps', '--quiet', 'napcat');
    }),
  };
}

export async function inspectContainer(lab: Lab, id: string): Promise<InspectedService> {
  const [inspected] = JSON.parse(await lab.docker('inspect', id)) as InspectedService[];
  if (!inspected) throw new Error(`no container ${id}`);
  return inspected;
}

/** What a container is, whoever made it; without the variables that an image brings and with mounts by their places. */
export function likeness({ Config, HostConfig, Image, Mounts, NetworkSettings }: InspectedService): object {
  const { Cmd, Entrypoint, Hostname, User, WorkingDir } = Config;
  const { Memory, MemorySwap, SecurityOpt, LogConfig, RestartPolicy, Init, Privileged } = HostConfig;
  return {
    Image,
    ...{ Cmd, Entrypoint, User, WorkingDir, Env: [...Config.Env].sort() },
    // One that nobody gave is the container's own id.
    Hostname: /^[0-9a-f]{12}$/.test(Hostname) ? 'any' : Hostname,
    ...{ Memory, MemorySwap, SecurityOpt, LogConfig, RestartPolicy, Init, Privileged },
    CapAdd: HostConfig.CapAdd ?? [],
    // The host's ports are chosen in .env.
    Ports: Object.entries(HostConfig.PortBindings)
      .map(([port, bindings]) => `${port} ${bindings.map(({ HostIp }) => HostIp)}`)
      .sort(),
    ExtraHosts: [...HostConfig.ExtraHosts].sort(),
    Mounts: Mounts.filter(({ Type }) => Type === 'volume')
      .map(({ Destination, RW }) => `${Destination} ${RW ? 'rw' : 'ro'}`)
      .sort(),
    Mac: Object.values(NetworkSettings.Networks).map(({ MacAddress }) => MacAddress.slice(0, 2)),
  };
}

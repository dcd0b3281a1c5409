import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { z } from 'zod';
import type { TlsMaterial } from './endpoint';
import type { Machine } from './machine';

/** A place where an engine may listen. */
export interface Candidate {
  /** As `parseEndpoint` reads it. */
  address: string;
  tls?: TlsMaterial | undefined;
}

/**
 * Where to look for an engine, the likeliest first, each place once. `named` are what somebody decided on, in order
 * of their weight: DOCKER_HOST, DOCKER_CONTEXT, the context chosen in Docker's own settings; `known` are the usual
 * places. A choice of the user's makes it the only place.
 */
export async function findCandidates(
  choice: string,
  machine: Machine,
): Promise<{ named: Candidate[]; known: Candidate[] }> {
  if (choice.trim() !== '') {
    return { named: [{ address: choice.trim(), tls: await tlsFromEnvironment(machine) }], known: [] };
  }
  const named = [await fromEnvironment(machine), await fromContext(machine)].filter(
    (each) => each !== undefined,
  );
  const seen = new Set(named.map(({ address }) => address));
  const known = [...new Set(usualPlaces(machine))].filter((address) => !seen.has(address));
  return { named, known: known.map((address) => ({ address })) };
}

async function fromEnvironment(machine: Machine): Promise<Candidate | undefined> {
  const { DOCKER_HOST: address = '' } = machine.env;
  return address === '' ? undefined : { address, tls: await tlsFromEnvironment(machine) };
}

async function tlsFromEnvironment(machine: Machine): Promise<TlsMaterial | undefined> {
  const { DOCKER_TLS_VERIFY: verify = '', DOCKER_CERT_PATH: folder } = machine.env;
  if (verify === '' && folder === undefined) return undefined;
  return await readTls(machine, folder ?? configFolder(machine));
}

const Config = z.object({ currentContext: z.string().optional() });
const Context = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

async function fromContext(machine: Machine): Promise<Candidate | undefined> {
  const { join } = pathsOf(machine);
  const folder = configFolder(machine);
  const config = Config.safeParse(parseJson(await machine.readText(join(folder, 'config.json')))).data;
  const { DOCKER_CONTEXT: chosen = config?.currentContext ?? '' } = machine.env;
  if (chosen === '' || chosen === 'default') return undefined;
  const id = createHash('sha256').update(chosen).digest('hex');
  const meta = await machine.readText(join(folder, 'contexts', 'meta', id, 'meta.json'));
  const context = Context.safeParse(parseJson(meta)).data;
  if (!context) return undefined;
  const tls = await readTls(machine, join(folder, 'contexts', 'tls', id, 'docker'));
  return { address: context.Endpoints.docker.Host, tls };
}

async function readTls(machine: Machine, folder: string): Promise<TlsMaterial | undefined> {
  const { join } = pathsOf(machine);
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => machine.readText(join(folder, name))),
  );
  return ca && cert && key ? { ca, cert, key } : undefined;
}

function configFolder(machine: Machine): string {
  const { DOCKER_CONFIG: folder = pathsOf(machine).join(machine.home, '.docker') } = machine.env;
  return folder;
}

function usualPlaces({ platform, env, home, uid, root }: Machine): string[] {
  if (platform === 'win32') {
    return ['dockerDesktopLinuxEngine', 'docker_engine', 'podman-machine-default'].map(
      (pipe) => `npipe:////./pipe/${pipe}`,
    );
  }
  const { XDG_RUNTIME_DIR: runtime, COLIMA_HOME: colima = `${home}/.colima`, TMPDIR: temp } = env;
  const perUser = [
    ...(runtime === undefined ? [] : [runtime]),
    ...(uid === undefined ? [] : [`${root}/run/user/${uid}`]),
  ];
  const elsewhere = [
    `${colima}/default/docker.sock`,
    `${home}/.config/colima/default/docker.sock`,
    `${home}/.rd/docker.sock`,
  ];
  const sockets =
    platform === 'darwin'
      ? [
          `${home}/.docker/run/docker.sock`,
          `${root}/var/run/docker.sock`,
          `${home}/.orbstack/run/docker.sock`,
          ...elsewhere,
          ...(temp === undefined ? [] : [posix.join(temp, 'podman/podman-machine-default-api.sock')]),
        ]
      : [
          `${root}/var/run/docker.sock`,
          ...perUser.map((folder) => `${folder}/docker.sock`),
          `${home}/.docker/desktop/docker.sock`,
          ...elsewhere,
          ...perUser.map((folder) => `${folder}/podman/podman.sock`),
          // Closed to everybody else, which would look like a permission the user lacks.
          ...(uid === 0 ? [`${root}/run/podman/podman.sock`] : []),
        ];
  return sockets.map((path) => `unix://${path}`);
}

function pathsOf(machine: Machine): typeof posix {
  return machine.platform === 'win32' ? win32 : posix;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

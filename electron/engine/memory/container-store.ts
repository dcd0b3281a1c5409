import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock';
import type { ProgramFiles } from '../../lib/program-host';
import { type CreateContainer, EngineError, type EngineEvent } from '../engine';
import { type ContainerFiles, createContainerFiles, type Disk, normalPath } from './container-files';
import type { EngineGate } from './engine-gate';
import type { ImageStore, StoredImage } from './image-store';
import { createLogBook, type LogBook } from './log-book';
import { type ContainerWorld, createMemoryContainer, type MemoryContainer } from './memory-container';
import type { ExecHost } from './memory-image';
import type { NetworkStore } from './network-store';
import { botOf, isOurs, requireOurs, serviceOf } from './ownership';
import { runProgram } from './program-run';
import { type PublishedPort, publishPort } from './published-port';
import { type Address, type NetworkMember, resolveAddress } from './resolve-address';
import type { VolumeStore } from './volume-store';

/** A container with everything that belongs to it. */
export interface Entry extends NetworkMember {
  name: string;
  readonly spec: CreateContainer;
  readonly image: StoredImage;
  readonly life: MemoryContainer;
  readonly files: ContainerFiles;
  readonly log: LogBook;
  /** As published last. */
  ports: { container: number; host: number }[];
  /** Tells the engine's listeners, unless the container is somebody else's. */
  announce: ContainerWorld['emit'];
  /** What a command run beside the main process sees. */
  readonly execHost: ExecHost;
}

export interface ContainerStore {
  all(): Entry[];
  /** Ours by id or name. Throws `notFound` or `notOurs`. */
  pick(idOrName: string): Entry;
  find(idOrName: string): Entry | undefined;
  rename(entry: Entry, name: string): void;
  create(spec: CreateContainer): Entry;
}

export interface ContainerStoreWorld {
  clock: Clock;
  gate: EngineGate;
  disk: Disk;
  freezer: { isMissing: boolean };
  images: ImageStore;
  networks: NetworkStore;
  volumes: VolumeStore;
  outside(address: Address): Address;
  emit(event: EngineEvent): void;
}

export function createContainerStore(world: ContainerStoreWorld): ContainerStore {
  const { clock, gate } = world;
  const entries = new Map<string, Entry>();
  const all = () => [...entries.values()];
  const find = (idOrName: string) =>
    entries.get(idOrName) ?? all().find((entry) => entry.name === idOrName.replace(/^\//, ''));

  function requireFree(name: string): void {
    const holder = find(name);
    if (!holder) return;
    const text = `Conflict. The container name "/${name}" is already in use by container "${holder.id}"`;
    throw new EngineError('nameConflict', text, 409);
  }

  function mountsOf({ volumes = [], labels }: CreateContainer) {
    return volumes.map(({ volume, path, readOnly = false }) => ({
      path: normalPath(path),
      tree: isOurs(labels) ? world.volumes.mount(volume, labels) : new Map(),
      readOnly,
    }));
  }

  function create(spec: CreateContainer): Entry {
    requireFree(spec.name);
    const image = world.images.lookUp(spec.image);
    if (!image) throw new EngineError('imageMissing', `No such image: ${spec.image}`, 404);
    if (spec.network) world.networks.requireOurs(spec.network.name);
    const id = randomBytes(32).toString('hex');
    const hostname = spec.hostname ?? id.slice(0, 12);
    const files = createContainerFiles(mountsOf(spec), world.disk);
    const log = createLogBook(clock, gate);
    const [bot, service] = [botOf(spec.labels), serviceOf(spec.labels)];
    const announce: ContainerWorld['emit'] = (action, exitCode) => {
      if (isOurs(spec.labels)) {
        world.emit({ kind: 'container', at: clock.now(), action, id, bot, service, exitCode });
      }
    };
    const execHost: ExecHost = {
      env: { ...spec.env },
      hostname,
      clock,
      files: programFiles(files, () => clock.now()),
      resolve: async (host, port) => resolveAddress(entry, { host, port }, all(), world.outside),
    };
    const life = createMemoryContainer({
      clock,
      restarts: spec.restart === 'unless-stopped',
      canFreeze: () => !world.freezer.isMissing,
      checkStart: () => checkStart(spec, image, world.networks),
      async publish(target) {
        const published = await publishAll(spec.ports ?? [], target);
        entry.ports = (spec.ports ?? []).map(({ container, host }, index) => ({
          container,
          host: published[index]?.port ?? host,
        }));
        return published;
      },
      run: () =>
        runProgram(image.image.program, {
          ...execHost,
          args: [...(spec.entrypoint ?? []), ...(spec.command ?? [])],
          macAddress: spec.macAddress ?? macOf(id),
          log: (line, stream = 'stdout') => log.append(line, stream),
        }),
      emit: announce,
      onRemoved() {
        entries.delete(id);
        log.end();
      },
    });
    const listening = () => life.run()?.listening;
    const ports = [...(spec.ports ?? [])];
    const entry: Entry = {
      id,
      name: spec.name,
      hostname,
      spec,
      image,
      life,
      files,
      log,
      ports,
      announce,
      execHost,
      listening,
    };
    entries.set(id, entry);
    return entry;
  }

  return {
    all,
    find,
    create,
    pick(idOrName) {
      const entry = find(idOrName);
      if (!entry) throw new EngineError('notFound', `No such container: ${idOrName}`, 404);
      requireOurs(entry.spec.labels, `container ${idOrName}`);
      return entry;
    },
    rename(entry, name) {
      requireFree(name);
      entry.name = name;
    },
  };
}

function checkStart(
  { network, entrypoint, command }: CreateContainer,
  { image }: StoredImage,
  networks: NetworkStore,
) {
  if (network && !networks.has(network.name)) {
    throw new EngineError('notFound', `network ${network.name} not found`, 404);
  }
  const [word] = [...(entrypoint ?? []), ...(command ?? [])];
  if (word !== undefined && image.hasCommand && !image.hasCommand(word)) {
    const text = `OCI runtime create failed: exec: "${word}": executable file not found in $PATH`;
    throw new EngineError('badCommand', text, 400);
  }
}

/** All ports or none. */
async function publishAll(
  ports: NonNullable<CreateContainer['ports']>,
  target: (containerPort: number) => number | undefined,
): Promise<PublishedPort[]> {
  const outcomes = await Promise.allSettled(
    ports.map(({ container, host }) => publishPort(host, () => target(container))),
  );
  const open = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (!failure) return open;
  await Promise.all(open.map((port) => port.close()));
  throw failure.reason;
}

function programFiles(files: ContainerFiles, now: () => number): ProgramFiles {
  return {
    async read(path) {
      const file = files.read(path);
      return file && new TextDecoder().decode(file.content);
    },
    async write(path, content) {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
      files.write(path, { content: bytes, mode: 0o644, uid: 0, gid: 0, modifiedAt: now() / 1_000 });
    },
    list: async (path) => files.list(path),
    remove: async (path) => files.remove(path),
  };
}

function macOf(id: string): string {
  return ['02', '42', ...(id.slice(0, 8).match(/../g) ?? [])].join(':');
}

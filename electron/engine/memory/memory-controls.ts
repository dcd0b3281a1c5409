import { randomUUID } from 'node:crypto';
import type { Disk, FileTree } from './container-files';
import type { ContainerStore, Entry } from './container-store';
import type { EngineGate } from './engine-gate';
import type { ImageStore } from './image-store';
import type { MemoryImage } from './memory-image';
import type { MirrorFault } from './mirror-fault';
import type { NetworkStore } from './network-store';
import type { VolumeStore } from './volume-store';

/** What tests and the rehearsal can do to the engine from outside. Containers by id or name. */
export interface MemoryControls {
  /** Brings an image of the registry here without a pull. */
  load(reference: string): void;
  /** Registries have it under this name from now on; what had the name is to be had by digest. */
  publish(reference: string, image: MemoryImage): void;
  /** What registries have under this name. */
  published(reference: string): MemoryImage | undefined;
  /** `prefix`: a registry prefix as in the mirror setting, `docker.io`, or `*` for all without one of their own. */
  setMirrorFault(prefix: string, fault: MirrorFault | undefined): void;
  setPullRate(bytesPerSecond: number): void;
  /** While full, nothing can be written or pulled. */
  setDiskFull(isFull: boolean): void;
  /** As on a machine that cannot make processes stand still. */
  setFreezerMissing(isMissing: boolean): void;
  /** Ends a running program as if it had crashed; the restart policy applies. */
  crash(container: string, exitCode?: number): Promise<void>;
  outOfMemory(container: string): Promise<void>;
  /** As `docker rm -f` by somebody else. */
  removeBehindOurBack(container: string): Promise<void>;
  /** Reads a file of a volume; undefined when there is none. */
  readVolume(volume: string, path: string): string | undefined;
  /** What lies in a volume, by path from its root; undefined when there is no such volume. */
  volumeTree(volume: string): FileTree | undefined;
  /** Makes things without our labels, by an image that is here. Answers the container's id and the names. */
  addForeign(image: string): { container: string; network: string; volume: string };
  /**
   * The engine is gone until `comeBack`: every call rejects with `engineGone`. Containers run on, unless
   * `killsContainers`: then they are dead and, as with Docker after a crash, do not come back by themselves.
   */
  goAway(options?: { killsContainers?: boolean }): Promise<void>;
  comeBack(): void;
  /** Ends all containers and lets go of every port and timer. */
  shutDown(): Promise<void>;
}

interface ControlledParts {
  gate: EngineGate;
  disk: Disk;
  freezer: { isMissing: boolean };
  images: ImageStore;
  networks: NetworkStore;
  volumes: VolumeStore;
  store: ContainerStore;
}

export function createMemoryControls(parts: ControlledParts): MemoryControls {
  const { gate, disk, freezer, images, networks, volumes, store } = parts;

  function entryOf(container: string): Entry {
    const entry = store.find(container);
    if (!entry) throw new Error(`no container ${container}`);
    return entry;
  }

  return {
    load: (reference) => images.load(reference),
    publish: (reference, image) => images.publish(reference, image),
    published: (reference) => images.published(reference),
    setMirrorFault: (prefix, fault) => images.setMirrorFault(prefix, fault),
    setPullRate: (bytesPerSecond) => images.setPullRate(bytesPerSecond),
    setDiskFull(isFull) {
      disk.isFull = isFull;
    },
    setFreezerMissing(isMissing) {
      freezer.isMissing = isMissing;
    },
    crash: async (container, exitCode = 1) => entryOf(container).life.crash(exitCode),
    outOfMemory: async (container) => entryOf(container).life.crash(137, true),
    removeBehindOurBack: async (container) => entryOf(container).life.remove(true),
    readVolume(volume, path) {
      const file = volumes.find(volume)?.get(path);
      return file?.type === 'file' ? new TextDecoder().decode(file.content) : undefined;
    },
    volumeTree: (volume) => volumes.find(volume),
    addForeign(image) {
      const name = `foreign-${randomUUID()}`;
      networks.addForeign(name);
      volumes.addForeign(name);
      return { container: store.create({ name, image, labels: {} }).id, network: name, volume: name };
    },
    async goAway({ killsContainers = false } = {}) {
      gate.setAway(true);
      if (killsContainers) await Promise.all(store.all().map((entry) => entry.life.orphan()));
    },
    comeBack: () => gate.setAway(false),
    async shutDown() {
      await Promise.all(store.all().map((entry) => entry.life.remove(true)));
    },
  };
}

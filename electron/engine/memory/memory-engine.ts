import type { Clock } from '../../lib/clock';
import type { Engine, EngineInfo } from '../engine';
import { formatImageReference, parseImageReference } from '../image-reference';
import type { Disk } from './container-files';
import { createContainerStore } from './container-store';
import { createContainersApi } from './containers-api';
import { createEngineGate } from './engine-gate';
import { createEventHub } from './event-hub';
import { createImageStore } from './image-store';
import { createMemoryControls, type MemoryControls } from './memory-controls';
import type { MemoryImage } from './memory-image';
import { createNetworkStore } from './network-store';
import type { Address } from './resolve-address';
import { createVolumeStore } from './volume-store';

export interface MemoryEngineOptions {
  /** What registries offer, by reference. Nothing of it is here before it is pulled or loaded. */
  images: Readonly<Record<string, MemoryImage>>;
  clock: Clock;
  network?: {
    /** How fast images come; 40 MB/s by default. */
    bytesPerSecond?: number;
    /** Where an address outside the containers' own network really is; by default where it says. */
    outside?: (address: Address) => Address;
  };
  info?: Partial<EngineInfo>;
}

export type MemoryEngine = Engine & { readonly controls: MemoryControls };

const INFO: EngineInfo = {
  product: 'Rehearsal',
  version: '1.0',
  apiVersion: '1.45',
  architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
  memoryBytes: 8 * 1024 ** 3,
  cpus: 4,
  clockSkewMs: 0,
  resumesPulls: false,
};
const BYTES_PER_SECOND = 40_000_000;

/**
 * An engine without Docker: programs inside this process are its containers, and their ports are real ones on
 * 127.0.0.1. It outlives whoever uses it: `close` lets go of readers only, `controls.shutDown` ends everything.
 */
export function createMemoryEngine(options: MemoryEngineOptions): MemoryEngine {
  const { clock, network = {} } = options;
  const info = { ...INFO, ...options.info };
  const disk: Disk = { isFull: false };
  const freezer = { isMissing: false };
  const gate = createEngineGate();
  const events = createEventHub(clock, gate);
  const images = createImageStore({
    clock,
    gate,
    info,
    disk,
    registry: new Map(
      Object.entries(options.images).map(([reference, image]) => [
        formatImageReference(parseImageReference(reference)),
        image,
      ]),
    ),
    bytesPerSecond: network.bytesPerSecond ?? BYTES_PER_SECOND,
    isUsed: (imageId) => store.all().some((entry) => entry.image.id === imageId),
  });
  const networks = createNetworkStore(gate, (name) =>
    store.all().some((entry) => entry.spec.network?.name === name && entry.life.run() !== undefined),
  );
  const volumes = createVolumeStore(gate, (name) =>
    store.all().some((entry) => entry.spec.volumes?.some(({ volume }) => volume === name)),
  );
  const store = createContainerStore({
    clock,
    gate,
    disk,
    freezer,
    images,
    networks,
    volumes,
    outside: network.outside ?? ((address) => address),
    emit: events.emit,
  });

  return {
    info: () => gate.run(() => ({ ...info })),
    images: images.images,
    containers: createContainersApi(store, gate, clock),
    networks: networks.networks,
    volumes: volumes.volumes,
    events: (signal) => events.listen(signal),
    close: async () => events.close(),
    controls: createMemoryControls({ gate, disk, freezer, images, networks, volumes, store }),
  };
}

import { createHash } from 'node:crypto';
import type { Clock } from '../../lib/clock';
import { EngineError, type EngineImages, type EngineInfo, type ImageInfo } from '../engine';
import { formatImageReference, type ImageReference, parseImageReference } from '../image-reference';
import type { Disk } from './container-files';
import type { EngineGate } from './engine-gate';
import type { MemoryImage } from './memory-image';
import type { MirrorFault } from './mirror-fault';
import { type PullRemains, simulatePull } from './simulate-pull';

export interface StoredImage {
  id: string;
  image: MemoryImage;
  info: ImageInfo;
}

/** The images that are here, and the registries they come from. */
export interface ImageStore {
  readonly images: EngineImages;
  /** The image behind a name, without passing the gate. */
  lookUp(reference: string): StoredImage | undefined;
  /** Brings an image here at once, without a pull. */
  load(reference: string): void;
  setMirrorFault(prefix: string, fault: MirrorFault | undefined): void;
  setPullRate(bytesPerSecond: number): void;
}

export interface ImageStoreWorld {
  clock: Clock;
  gate: EngineGate;
  info: EngineInfo;
  disk: Disk;
  /** What registries have, by canonical reference. */
  registry: ReadonlyMap<string, MemoryImage>;
  bytesPerSecond: number;
  isUsed(imageId: string): boolean;
}

/** `*` as a prefix stands for every registry. */
const EVERY_REGISTRY = '*';

export function createImageStore(world: ImageStoreWorld): ImageStore {
  const { clock, gate, info, disk, registry } = world;
  const names = new Map<string, StoredImage>();
  /** `host/path` → the digest under which that repository gave the image. */
  const repoDigests = new Map<string, { imageId: string; digest: string }>();
  const faults = new Map<string, MirrorFault>();
  const remains = new Map<string, PullRemains>();
  let bytesPerSecond = world.bytesPerSecond;

  const repoOf = ({ host, path }: ImageReference) => `${host}/${path}`;

  function lookUp(reference: string): StoredImage | undefined {
    for (const stored of names.values()) if (stored.id === reference) return stored;
    const parsed = parseImageReference(reference);
    if (!parsed.tag) {
      const known = repoDigests.get(repoOf(parsed));
      return known?.digest === parsed.digest ? findById(known?.imageId) : undefined;
    }
    return names.get(formatImageReference(parsed));
  }

  function findById(id: string | undefined): StoredImage | undefined {
    return [...names.values()].find((stored) => stored.id === id);
  }

  function infoOf({ id, info: base }: StoredImage): ImageInfo {
    const digests = [...repoDigests.values()].filter((each) => each.imageId === id);
    return { ...base, digests: [...new Set(digests.map((each) => each.digest))] };
  }

  function put(parsed: ImageReference, image: MemoryImage): void {
    const id = `sha256:${createHash('sha256').update(`config of ${image.digest}`).digest('hex')}`;
    const { sizeBytes, architecture } = image;
    const stored = { id, image, info: { id, sizeBytes, architecture, digests: [] } };
    names.set(formatImageReference(parsed), stored);
    repoDigests.set(repoOf(parsed), { imageId: id, digest: image.digest });
  }

  function faultOf(parsed: ImageReference): MirrorFault | undefined {
    const name = `${repoOf(parsed)}/`;
    const prefix = [...faults.keys()].find((each) => name.startsWith(`${each}/`));
    return faults.get(prefix ?? EVERY_REGISTRY);
  }

  /** A mirror has whatever the origin has, under the same path and tag behind its own prefix. */
  function offered(parsed: ImageReference): MemoryImage | undefined {
    for (const [canonical, image] of registry) {
      const origin = parseImageReference(canonical);
      const isPath = parsed.path === origin.path || parsed.path.endsWith(`/${origin.path}`);
      const isVersion = parsed.tag ? parsed.tag === origin.tag : parsed.digest === image.digest;
      if (isPath && isVersion) return image;
    }
    return undefined;
  }

  const images: EngineImages = {
    find: (reference) =>
      gate.run(() => {
        const stored = lookUp(reference);
        return stored && infoOf(stored);
      }),
    pull: (reference, options) =>
      gate.run(async (cut) => {
        const parsed = parseImageReference(reference);
        const signal = AbortSignal.any([cut, ...(options.signal ? [options.signal] : [])]);
        const image = await simulatePull({
          clock,
          disk,
          reference: formatImageReference(parsed),
          offered: offered(parsed),
          fault: () => faultOf(parsed),
          bytesPerSecond: () => bytesPerSecond,
          isHere: (digest) => [...names.values()].some((each) => each.image.digest === digest),
          remains: info.resumesPulls ? remains : new Map(),
          onProgress: (progress) => options.onProgress?.(progress),
          signal,
        });
        put(parsed, image);
        return { digest: image.digest };
      }),
    tag: (reference, canonical) =>
      gate.run(() => {
        const stored = lookUp(reference);
        if (!stored) throw new EngineError('imageMissing', `No such image: ${reference}`, 404);
        const parsed = parseImageReference(canonical);
        names.set(formatImageReference(parsed), stored);
        // Only the containerd store knows the digest for the new name too.
        if (info.resumesPulls)
          repoDigests.set(repoOf(parsed), { imageId: stored.id, digest: stored.image.digest });
      }),
    remove: (reference) =>
      gate.run(() => {
        const stored = lookUp(reference);
        if (!stored) return;
        const parsed = parseImageReference(reference);
        const isLast = [...names.values()].filter((each) => each.id === stored.id).length === 1;
        if (isLast && world.isUsed(stored.id)) {
          throw new EngineError(
            'inUse',
            `conflict: unable to remove repository reference "${reference}"`,
            409,
          );
        }
        names.delete(formatImageReference(parsed));
        const repo = repoOf(parsed);
        if (![...names.keys()].some((name) => name.startsWith(`${repo}:`))) repoDigests.delete(repo);
      }),
  };

  return {
    images,
    lookUp,
    load(reference) {
      const parsed = parseImageReference(reference);
      const image = offered(parsed);
      if (!image) throw new Error(`no registry has ${reference}`);
      put(parsed, image);
    },
    setMirrorFault(prefix, fault) {
      if (fault) faults.set(prefix, fault);
      else faults.delete(prefix);
    },
    setPullRate(next) {
      bytesPerSecond = next;
    },
  };
}

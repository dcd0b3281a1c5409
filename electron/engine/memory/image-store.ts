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
  /** Registries have it under this name from now on. */
  publish(reference: string, image: MemoryImage): void;
  published(reference: string): MemoryImage | undefined;
  setMirrorFault(prefix: string, fault: MirrorFault | undefined): void;
  setPullRate(bytesPerSecond: number): void;
}

export interface ImageStoreWorld {
  clock: Clock;
  gate: EngineGate;
  info: EngineInfo;
  disk: Disk;
  /** What registries have, by canonical reference. */
  registry: Map<string, MemoryImage>;
  bytesPerSecond: number;
  isUsed(imageId: string): boolean;
}

/** `*` as a prefix stands for every registry. */
const EVERY_REGISTRY = '*';

export function createImageStore(world: ImageStoreWorld): ImageStore {
  const { clock, gate, info, disk, registry } = world;
  const names = new Map<string, StoredImage>();
  /** `host/path` → what that repository gave, by digest. */
  const repoDigests = new Map<string, Map<string, { imageId: string; digest: string }>>();
  /** What had a name that another image has now: to be had by digest alone. */
  const earlier = new Map<string, MemoryImage[]>();
  const faults = new Map<string, MirrorFault>();
  const remains = new Map<string, PullRemains>();
  let bytesPerSecond = world.bytesPerSecond;

  const repoOf = ({ host, path }: ImageReference) => `${host}/${path}`;

  function lookUp(reference: string): StoredImage | undefined {
    for (const stored of names.values()) if (stored.id === reference) return stored;
    const parsed = parseImageReference(reference);
    if (!parsed.tag) {
      return findById(repoDigests.get(repoOf(parsed))?.get(parsed.digest ?? '')?.imageId);
    }
    return names.get(formatImageReference(parsed));
  }

  function findById(id: string | undefined): StoredImage | undefined {
    return [...names.values()].find((stored) => stored.id === id);
  }

  function infoOf({ id, info: base }: StoredImage): ImageInfo {
    const digests = [...repoDigests.values()]
      .flatMap((of) => [...of.values()])
      .filter((each) => each.imageId === id);
    return { ...base, digests: [...new Set(digests.map((each) => each.digest))] };
  }

  function put(parsed: ImageReference, image: MemoryImage): void {
    const id = `sha256:${createHash('sha256').update(`config of ${image.digest}`).digest('hex')}`;
    const { sizeBytes, architecture } = image;
    const stored = { id, image, info: { id, sizeBytes, architecture, digests: [] } };
    names.set(formatImageReference(parsed), stored);
    noteDigest(parsed, id, image.digest);
  }

  function noteDigest(parsed: ImageReference, imageId: string, digest: string): void {
    const repo = repoOf(parsed);
    repoDigests.set(repo, (repoDigests.get(repo) ?? new Map()).set(digest, { imageId, digest }));
  }

  function faultOf(parsed: ImageReference): MirrorFault | undefined {
    const name = `${repoOf(parsed)}/`;
    const prefix = [...faults.keys()].find((each) => name.startsWith(`${each}/`));
    return faults.get(prefix ?? EVERY_REGISTRY);
  }

  /** A mirror has whatever the origin has, under the same path and tag behind its own prefix. */
  function offered(parsed: ImageReference): MemoryImage | undefined {
    const all = [
      ...registry,
      ...[...earlier].flatMap(([name, images]) => images.map((image) => [name, image] as const)),
    ];
    for (const [canonical, image] of all) {
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
        if (info.resumesPulls) noteDigest(parsed, stored.id, stored.image.digest);
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
        const others = [...names].filter(
          ([name]) => name.startsWith(`${repo}:`) || name.startsWith(`${repo}@`),
        );
        for (const [digest, { imageId }] of repoDigests.get(repo) ?? [])
          if (!others.some(([, { id }]) => id === imageId)) repoDigests.get(repo)?.delete(digest);
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
    publish(reference, image) {
      const name = formatImageReference(parseImageReference(reference));
      const before = registry.get(name);
      if (before && before.digest !== image.digest) earlier.set(name, [...(earlier.get(name) ?? []), before]);
      registry.set(name, image);
    },
    published: (reference) => registry.get(formatImageReference(parseImageReference(reference))),
    setMirrorFault(prefix, fault) {
      if (fault) faults.set(prefix, fault);
      else faults.delete(prefix);
    },
    setPullRate(next) {
      bytesPerSecond = next;
    },
  };
}

import { createHash } from 'node:crypto';
import { type Clock, sleep } from '../../lib/clock';
import { EngineError, type PullProgress } from '../engine';
import type { Disk } from './container-files';
import type { MemoryImage } from './memory-image';
import { type MirrorFault, refusalOf } from './mirror-fault';

export interface SimulatedPull {
  clock: Clock;
  disk: Disk;
  reference: string;
  /** What the registry has under that name. */
  offered: MemoryImage | undefined;
  /** Asked again and again, so that a fault can come and go while the pull is under way. */
  fault(): MirrorFault | undefined;
  bytesPerSecond(): number;
  isHere(digest: string): boolean;
  /** What is kept of broken pulls, by digest. */
  remains: Map<string, PullRemains>;
  onProgress(progress: PullProgress): void;
  signal: AbortSignal;
}

export interface PullRemains {
  bytes: number;
  /** So many more pulls will come upon the corrupt layer that is still here, and fail at once. */
  corruptions: number;
}

const TICK_MS = 100;
/** As the containerd store does. */
const CORRUPTIONS_KEPT = 3;

/**
 * Pulls an image that weighs something from a registry that is not there, at the given rate on the clock.
 * Answers what was received; rejects as `EngineImages.pull` does.
 */
export async function simulatePull(pull: SimulatedPull): Promise<MemoryImage> {
  try {
    const image = await resolve(pull);
    if (pull.isHere(image.digest)) return image;
    await download(pull, image);
    await unpack(pull, image);
    pull.remains.delete(image.digest);
    return image;
  } catch (cause) {
    if (pull.signal.aborted) throw new EngineError('cancelled', 'context canceled', undefined, { cause });
    throw cause;
  }
}

async function resolve(pull: SimulatedPull): Promise<MemoryImage> {
  await tick(pull);
  while (pull.fault()?.kind === 'hangs') await tick(pull);
  const fault = pull.fault();
  const refusal = refusalOf(fault, pull.reference);
  if (refusal) throw refusal;
  const image = pull.offered;
  if (!image) throw refusalOf({ kind: 'tagMissing' }, pull.reference);
  const unknown = { ...progressOf(image, 0), totalBytes: undefined };
  pull.onProgress({ ...unknown, phase: 'resolving' });
  // Layers are named before their sizes and what is here of them already.
  pull.onProgress(unknown);
  if (fault?.kind === 'lies') return { ...image, digest: otherDigest(image.digest) };
  if (fault?.kind === 'wrongArchitecture') {
    return { ...image, architecture: fault.architecture, digest: otherDigest(image.digest) };
  }
  return image;
}

async function download(pull: SimulatedPull, image: MemoryImage): Promise<void> {
  const remains = pull.remains.get(image.digest) ?? { bytes: 0, corruptions: 0 };
  pull.remains.set(image.digest, remains);
  if (remains.corruptions > 0) {
    remains.corruptions -= 1;
    throw corrupt();
  }
  const begun = remains.bytes;
  let hasRetried = false;
  while (remains.bytes < totalOf(image)) {
    await tick(pull);
    const fault = pull.fault();
    const barrier = hasRetried ? Number.POSITIVE_INFINITY : begun + limitOf(fault);
    const before = remains.bytes;
    remains.bytes = Math.min(totalOf(image), before + stepOf(pull, fault), Math.max(before, barrier));
    if (pull.disk.isFull) throw new EngineError('diskFull', 'write layer: no space left on device');
    if (remains.bytes > before) pull.onProgress(progressOf(image, remains.bytes));
    if (remains.bytes < barrier || !fault) continue;
    if (fault.kind === 'corrupts') {
      pull.remains.set(image.digest, { bytes: 0, corruptions: CORRUPTIONS_KEPT });
      throw corrupt();
    }
    if (fault.kind !== 'cuts') continue;
    if (fault.retryInMs === undefined) throw new EngineError('network', 'unexpected EOF');
    hasRetried = true;
    await countDown(pull, progressOf(image, remains.bytes), fault.retryInMs);
  }
}

function corrupt(): EngineError {
  return new EngineError('corrupt', 'filesystem layer verification failed for digest sha256');
}

async function unpack(pull: SimulatedPull, image: MemoryImage): Promise<void> {
  const all = progressOf(image, totalOf(image));
  for (let layersDone = 0; layersDone <= image.layers.length; layersDone++) {
    pull.onProgress({ ...all, phase: 'unpacking', layersDone });
    await tick(pull);
    if (pull.disk.isFull)
      throw new EngineError('diskFull', 'failed to extract layer: no space left on device');
  }
}

async function countDown(pull: SimulatedPull, progress: PullProgress, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1_000) {
    pull.onProgress({ ...progress, retryInMs: left });
    await sleep(pull.clock, Math.min(left, 1_000), pull.signal);
  }
}

function limitOf(fault: MirrorFault | undefined): number {
  return fault && 'afterBytes' in fault ? fault.afterBytes : Number.POSITIVE_INFINITY;
}

function stepOf(pull: SimulatedPull, fault: MirrorFault | undefined): number {
  const rate = fault?.kind === 'slow' ? fault.bytesPerSecond : pull.bytesPerSecond();
  return Math.max(1, Math.round((rate * TICK_MS) / 1_000));
}

/** Layers come one after the other. None counts as done before it is unpacked. */
function progressOf(image: MemoryImage, doneBytes: number): PullProgress {
  return {
    phase: 'downloading',
    doneBytes,
    totalBytes: totalOf(image),
    layersDone: 0,
    layersTotal: image.layers.length,
    retryInMs: undefined,
  };
}

function totalOf(image: MemoryImage): number {
  return image.layers.reduce((sum, layer) => sum + layer, 0);
}

function otherDigest(digest: string): string {
  return `sha256:${createHash('sha256').update(`not ${digest}`).digest('hex')}`;
}

function tick(pull: SimulatedPull): Promise<void> {
  return sleep(pull.clock, TICK_MS, pull.signal);
}

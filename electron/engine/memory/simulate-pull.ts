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
  /** Bytes kept of broken pulls, by digest. */
  partial: Map<string, number>;
  onProgress(progress: PullProgress): void;
  signal: AbortSignal;
}

const TICK_MS = 100;

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
    pull.partial.delete(image.digest);
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
  pull.onProgress({ ...progressOf(image, 0), phase: 'resolving', totalBytes: undefined });
  if (fault?.kind === 'lies') return { ...image, digest: otherDigest(image.digest) };
  if (fault?.kind === 'wrongArchitecture') {
    return { ...image, architecture: fault.architecture, digest: otherDigest(image.digest) };
  }
  return image;
}

async function download(pull: SimulatedPull, image: MemoryImage): Promise<void> {
  const kept = pull.partial.get(image.digest) ?? 0;
  let done = kept;
  let hasRetried = false;
  try {
    while (done < totalOf(image)) {
      await tick(pull);
      const fault = pull.fault();
      const barrier = hasRetried ? Number.POSITIVE_INFINITY : kept + limitOf(fault);
      done = Math.min(totalOf(image), done + stepOf(pull, fault), Math.max(done, barrier));
      if (pull.disk.isFull) throw new EngineError('diskFull', 'write layer: no space left on device');
      pull.onProgress(progressOf(image, done));
      if (done < barrier || !fault) continue;
      if (fault.kind === 'corrupts') {
        done = 0;
        throw new EngineError('corrupt', 'filesystem layer verification failed for digest sha256');
      }
      if (fault.kind !== 'cuts') continue;
      if (fault.retryInMs === undefined) throw new EngineError('network', 'unexpected EOF');
      hasRetried = true;
      await countDown(pull, progressOf(image, done), fault.retryInMs);
    }
  } finally {
    pull.partial.set(image.digest, done);
  }
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

import { z } from 'zod';
import type { PullProgress } from '../engine';

/** One line of an engine's pull stream, as far as we read it. */
export const PullLine = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional() }).nullish(),
});
export type PullLine = z.infer<typeof PullLine>;

interface Layer {
  doneBytes: number;
  totalBytes: number | undefined;
  /** `present`: was here before, nothing is fetched for it. */
  stage: 'waiting' | 'downloading' | 'downloaded' | 'done' | 'present';
  retryInMs: number | undefined;
}

/** What the lines so far add up to. */
export interface PullState {
  layers: ReadonlyMap<string, Layer>;
  /** The engine's error line, which comes after HTTP 200 and is the only sign of many failures. */
  error: string | undefined;
  digest: string | undefined;
  /** The engine said that it is through. */
  complete: boolean;
}

export const NOTHING_PULLED: PullState = {
  layers: new Map(),
  error: undefined,
  digest: undefined,
  complete: false,
};

const FRESH: Layer = { doneBytes: 0, totalBytes: undefined, stage: 'waiting', retryInMs: undefined };

/** The state after one more line. Pure. */
export function nextPullState(state: PullState, line: PullLine): PullState {
  const error = line.errorDetail?.message ?? line.error;
  if (error !== undefined) return { ...state, error };
  const status = line.status ?? '';
  if (line.id === undefined) {
    const digest = /^Digest: (sha256:[0-9a-f]{64})/.exec(status)?.[1] ?? state.digest;
    return { ...state, digest, complete: state.complete || status.startsWith('Status: ') };
  }
  // Layers are named by 12 hex digits; other ids are tags and, with Podman, images.
  if (!/^[0-9a-f]{12}$/.test(line.id)) return state;
  const layer = nextLayer(state.layers.get(line.id) ?? FRESH, status, line.progressDetail ?? {});
  return { ...state, layers: new Map(state.layers).set(line.id, layer) };
}

function nextLayer(
  layer: Layer,
  status: string,
  detail: { current?: number | undefined; total?: number | undefined },
): Layer {
  const retry = /^Retrying in (\d+) second/.exec(status)?.[1];
  if (retry !== undefined) return { ...layer, retryInMs: Number(retry) * 1000 };
  const calm = { ...layer, retryInMs: undefined };
  switch (status) {
    case 'Downloading':
      return { ...calm, stage: 'downloading', ...counted(layer, detail.current ?? 0, detail.total ?? 0) };
    case 'Verifying Checksum':
    case 'Download complete':
    case 'Extracting':
      return { ...downloaded(calm), stage: layer.stage === 'done' ? 'done' : 'downloaded' };
    case 'Pull complete':
      return { ...downloaded(calm), stage: 'done' };
    case 'Already exists':
      return { ...calm, doneBytes: 0, totalBytes: 0, stage: 'present' };
    default:
      return calm;
  }
}

/**
 * After a broken download the engine counts what is left of the layer and not the whole, or, where the registry
 * cannot resume, everything again. A bar must not go back.
 */
function counted(layer: Layer, current: number, total: number): Pick<Layer, 'doneBytes' | 'totalBytes'> {
  const totalBytes = Math.max(layer.totalBytes ?? 0, total);
  const resumedAt = total > 0 ? totalBytes - total : 0;
  const doneBytes = Math.max(layer.doneBytes, resumedAt + current);
  return { doneBytes, totalBytes: totalBytes > 0 ? totalBytes : undefined };
}

/** A layer that came at once never told its size: what we counted of it is all there is to say. */
function downloaded(layer: Layer): Layer {
  const totalBytes = layer.totalBytes ?? layer.doneBytes;
  return { ...layer, doneBytes: totalBytes, totalBytes };
}

/** What a person is shown of it. `totalBytes` is exact or absent. Pure. */
export function pullProgress({ layers, complete }: PullState): PullProgress {
  const all = [...layers.values()];
  const isDone = ({ stage }: Layer) => stage === 'done' || stage === 'present';
  // What is present is named first: while nothing else is, nothing is known of the rest.
  const fetched = all.filter((layer) => layer.stage !== 'present');
  const isKnown = complete || fetched.length > 0;
  const isExact = isKnown && fetched.every((layer) => layer.totalBytes !== undefined);
  const isDownloaded = fetched.every((layer) => layer.stage === 'downloaded' || layer.stage === 'done');
  const retries = all.flatMap((layer) => layer.retryInMs ?? []);
  return {
    phase: !isKnown ? 'resolving' : isDownloaded ? 'unpacking' : 'downloading',
    doneBytes: sum(all.map((layer) => layer.doneBytes)),
    totalBytes: isExact ? sum(all.map((layer) => layer.totalBytes ?? 0)) : undefined,
    // The containerd store never says "Pull complete" of a layer.
    layersDone: complete ? all.length : all.filter(isDone).length,
    layersTotal: all.length,
    retryInMs: retries.length > 0 ? Math.max(...retries) : undefined,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

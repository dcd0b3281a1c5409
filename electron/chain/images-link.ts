import type { Diagnosis, LinkState, Progress } from '../contract/link-state';
import { isOk, type Link, waitingFor } from './link';
import type { ImageSight, PullAttempt } from './world';

interface Observation {
  images: readonly ImageSight[];
}

/** Are the images of the stack here? */
export const imagesLink: Link<Observation> = {
  id: 'images',
  observe: (world) => ({ images: world.images }),
  judge({ images }, earlier): LinkState {
    if (!isOk(earlier, 'engine')) return waitingFor('engine');
    if (images.length === 0) return waitingFor('brain');
    const failed = images.find((image) => image.state.kind === 'failed');
    if (failed?.state.kind === 'failed') return judgeFailure(failed.product, failed.state.attempts);
    if (images.every((image) => image.state.kind === 'present')) return { kind: 'ok' };
    const unpacking = images.some(
      (image) => image.state.kind === 'pulling' && image.state.phase === 'unpacking',
    );
    const downloading = images.some(
      (image) => image.state.kind === 'pulling' && image.state.phase === 'downloading',
    );
    const doing = unpacking && !downloading ? 'unpacking' : 'pulling';
    return { kind: 'working', doing, progress: totalProgress(images) };
  },
  repair({ images }, state) {
    if (state.kind === 'off') return undefined;
    // A look that failed leaves us without a word of whether they are here.
    if (images.some((image) => image.state.kind === 'unknown')) return { do: 'checkImages' };
    return images.some((image) => image.state.kind === 'absent' || image.state.kind === 'failed')
      ? { do: 'pull', images: images.map(({ reference }) => reference).join(' ') }
      : undefined;
  },
  detail: ({ images }) => (images.length > 0 ? String(images.length) : undefined),
};

/** Adds up what is being pulled; a total only when every part's is exact. */
export function totalProgress(images: readonly ImageSight[]): Progress {
  const parts = images.flatMap((image) => (image.state.kind === 'pulling' ? [image.state.progress] : []));
  const done = images.filter((image) => image.state.kind === 'present').length;
  const sum = (values: (number | undefined)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const exact =
    parts.length > 0 &&
    parts.length + done === images.length &&
    parts.every((p) => p.totalBytes !== undefined);
  const rate = sum(parts.map((part) => part.bytesPerSecond));
  const source = parts.find((part) => part.source !== undefined)?.source;
  const doneBytes = sum(parts.map((part) => part.doneBytes));
  const totalBytes = sum(parts.map((part) => part.totalBytes));
  // Images share the line: what is left at the rate of all, and only when each part knows its own.
  const timed =
    exact &&
    rate > 0 &&
    parts.every((part) => part.etaMs !== undefined || part.doneBytes === part.totalBytes);
  return {
    done,
    total: images.length,
    doneBytes,
    ...(exact ? { totalBytes } : {}),
    ...(rate > 0 ? { bytesPerSecond: rate } : {}),
    ...(timed ? { etaMs: Math.round(((totalBytes - doneBytes) / rate) * 1000) } : {}),
    ...(source === undefined ? {} : { source }),
  };
}

const CODE: Partial<Record<PullAttempt['kind'], Diagnosis['code']>> = {
  stalled: 'pullStalled',
  lies: 'pullMirrorLies',
  corrupt: 'pullMirrorLies',
  tagMissing: 'pullTagMissing',
  notFound: 'pullTagMissing',
  imageMissing: 'pullTagMissing',
  wrongArchitecture: 'pullWrongArchitecture',
  platform: 'pullWrongArchitecture',
  auth: 'pullDenied',
  denied: 'pullDenied',
  rateLimited: 'pullRateLimited',
  network: 'pullUnreachable',
  dns: 'pullUnreachable',
  tls: 'pullUnreachable',
  deadline: 'pullUnreachable',
  registryError: 'pullUnreachable',
  engineGone: 'engineGone',
};

/** The cause worth telling, most telling first: what a mirror did beats that another could not be reached. */
const TELLING: readonly Diagnosis['code'][] = [
  'pullMirrorLies',
  'pullWrongArchitecture',
  'pullTagMissing',
  'pullStalled',
  'pullRateLimited',
  'pullDenied',
  'engineGone',
  'pullUnreachable',
  'pullUnknown',
];

function judgeFailure(product: string, attempts: readonly PullAttempt[]): LinkState {
  if (attempts.some((attempt) => attempt.kind === 'diskFull'))
    return { kind: 'needsYou', ask: { kind: 'freeDisk' } };
  const coded = attempts.map((attempt) => ({
    attempt,
    code: CODE[attempt.kind] ?? ('pullUnknown' as const),
  }));
  const code = TELLING.find((candidate) => coded.some((one) => one.code === candidate)) ?? 'pullUnknown';
  const mirror = coded.find((one) => one.code === code)?.attempt.mirror ?? '';
  return {
    kind: 'broken',
    diagnosis: {
      code,
      params: { product, mirror },
      evidence: attempts.map((a) => `${a.mirror}: ${a.message}`),
    },
    fixes: ['retry', 'openNetworkSettings'],
  };
}

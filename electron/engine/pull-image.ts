import type { Clock } from '../lib/clock';
import { type Engine, EngineError, type EngineInfo, type ImageInfo, type PullProgress } from './engine';
import {
  DOCKER_HUB,
  formatImageReference,
  type ImageReference,
  parseImageReference,
  viaMirror,
} from './image-reference';
import { pullWatched } from './pull-image-attempt';
import {
  describeAttempt,
  isFinal,
  type PullAttempt,
  PullFailure,
  type PullFailureKind,
  WrongImage,
} from './pull-image-failure';
import { createPullReporter, type PullReport } from './pull-image-reporter';

export { PullFailure, type PullReport };

export interface PullImageOptions {
  /** With a tag it becomes the image's name here; by digest alone the image is known by its id only. */
  reference: string;
  /** What it is called here, where that is not its official name. */
  name?: string;
  /** `sha256:…` that must come; one in `reference` counts too. Without either, any image of that name is taken. */
  digest?: string;
  /** Registry prefixes, first choice first; `docker.io` is the official source. */
  mirrors: readonly string[];
  clock: Clock;
  signal?: AbortSignal;
  onProgress?: (progress: PullReport) => void;
  /** How long no byte may come before the next mirror is tried; 30 s by default. */
  stallMs?: number;
}

export interface PulledImage {
  image: ImageInfo;
  /** The mirror it came from. */
  source: string;
  digest: string | undefined;
}

const STALL_MS = 30_000;
/** More tries at one mirror than this are no progress worth the name, however many bytes each brings. */
const MOST_RESUMES = 30;
/** The containerd store keeps a corrupt layer and fails up to three more pulls with it at once. */
const STALE_CORRUPTIONS = 4;
const RESUMABLE: ReadonlySet<PullFailureKind> = new Set<PullFailureKind>([
  'stalled',
  'network',
  'registryError',
  'deadline',
]);

/**
 * Gets an image from the first mirror that gives it whole and right, and names it as it is officially called; the
 * mirror's own name stays too, for the classic store forgets the digest with it. Rejects with EngineError
 * `cancelled`, or `badRequest` for what is no reference, else with PullFailure.
 */
export async function pullImage(engine: Engine, options: PullImageOptions): Promise<PulledImage> {
  const wanted = parseImageReference(options.reference);
  const signal = options.signal ?? new AbortController().signal;
  const attempts: PullAttempt[] = [];
  const fail = (mirror: string, cause: unknown): PullAttempt => {
    if (cause instanceof EngineError && cause.kind === 'cancelled') throw cause;
    const failed = describeAttempt(mirror, cause);
    attempts.push(failed);
    if (mirror === '' || isFinal(failed.kind)) throw new PullFailure(options.reference, attempts, { cause });
    return failed;
  };
  const info = await engine.info(signal).catch((cause: unknown) => {
    throw fail('', cause);
  });
  const reporter = createPullReporter(options.clock, info.resumesPulls, options.onProgress);

  for (const mirror of sourcesOf(wanted, options.mirrors)) {
    for (let tries = 1; ; tries++) {
      const source = sourceName(wanted, mirror);
      try {
        const follow = reporter.begin(source, attempts.length + 1);
        const pulled = await pullFrom(engine, info, wanted, mirror, {
          ...options,
          signal,
          onProgress: follow,
        });
        return { ...pulled, source };
      } catch (cause) {
        const { kind } = fail(source, cause);
        if (!info.resumesPulls || !shouldGoOn(kind, reporter.hasGained(), tries)) break;
      } finally {
        reporter.end();
      }
    }
  }
  throw new PullFailure(options.reference, attempts);
}

/** Whether the same mirror is asked again, on an engine that keeps what it has. */
function shouldGoOn(kind: PullFailureKind, hasGained: boolean, tries: number): boolean {
  if (kind === 'corrupt') return !hasGained && tries < STALE_CORRUPTIONS;
  return RESUMABLE.has(kind) && hasGained && tries < MOST_RESUMES;
}

interface PullFromOptions extends Pick<PullImageOptions, 'clock' | 'digest' | 'name' | 'stallMs'> {
  signal: AbortSignal;
  onProgress: (progress: PullProgress) => void;
}

async function pullFrom(
  engine: Engine,
  info: EngineInfo,
  wanted: ImageReference,
  mirror: string,
  options: PullFromOptions,
): Promise<Omit<PulledImage, 'source'>> {
  const { clock, signal, stallMs = STALL_MS, onProgress, digest = wanted.digest } = options;
  const { images } = engine;
  const name = viaMirror(wanted, mirror);
  const told = await pullWatched(engine, name, { clock, signal, stallMs, onProgress });
  const image = await images.find(name);
  if (!image) throw new EngineError('unknown', `${name} was pulled and is not here`);
  const wrong = faultOf(image, info, told.digest, digest);
  if (wrong) {
    // That the wrong image cannot be removed is less worth telling than that it is wrong.
    await images.remove(name).catch(() => {});
    throw wrong;
  }
  const known = options.name ?? (wanted.tag === undefined ? undefined : formatImageReference(wanted));
  if (known !== undefined && name !== known) await images.tag(name, known);
  return { image, digest: digest ?? told.digest ?? image.digests[0] };
}

function faultOf(
  image: ImageInfo,
  info: EngineInfo,
  told: string | undefined,
  digest: string | undefined,
): WrongImage | undefined {
  const digests = told === undefined ? image.digests : [told, ...image.digests];
  if (digest !== undefined && !digests.includes(digest)) {
    return new WrongImage('lies', `gave ${digests.join(', ') || 'no digest'} instead of ${digest}`);
  }
  if (image.architecture !== info.architecture) {
    return new WrongImage(
      'wrongArchitecture',
      `gave ${image.architecture} to an ${info.architecture} engine`,
    );
  }
  return undefined;
}

/** Without repetitions. An image of another registry than the Hub can always be had there. */
function sourcesOf(wanted: ImageReference, mirrors: readonly string[]): string[] {
  const last = wanted.host === DOCKER_HUB && mirrors.length > 0 ? [] : [DOCKER_HUB];
  return [...new Set([...mirrors, ...last])];
}

function sourceName(wanted: ImageReference, mirror: string): string {
  return mirror === DOCKER_HUB ? wanted.host : mirror;
}

import { EngineError, type EngineErrorKind } from './engine';

/** What a mirror did. `lies`: it gave another image, or a web page instead of one. */
export type PullFailureKind = EngineErrorKind | 'lies' | 'wrongArchitecture';

/** One try that failed. A mirror has several where the engine could go on from what it had. */
export interface PullAttempt {
  /** Empty where it did not come to asking one. */
  mirror: string;
  kind: PullFailureKind;
  /** The engine's own text, or what we saw. */
  message: string;
}

/** No mirror gave the image. `attempts` says what each of them did, in order. */
export class PullFailure extends Error {
  override readonly name = 'PullFailure';
  readonly attempts: readonly PullAttempt[];

  constructor(reference: string, attempts: readonly PullAttempt[], options?: ErrorOptions) {
    const told = attempts.map(({ mirror, kind, message }) => `${mirror} ${kind} (${message})`);
    super(`${reference}: ${told.join('; ')}`, options);
    this.attempts = attempts;
  }
}

/** An image that came, and is not the one that was asked for. */
export class WrongImage extends Error {
  override readonly name = 'WrongImage';
  readonly kind: 'lies' | 'wrongArchitecture';

  constructor(kind: 'lies' | 'wrongArchitecture', message: string) {
    super(message);
    this.kind = kind;
  }
}

const NOT_A_MIRRORS_FAULT: ReadonlySet<PullFailureKind> = new Set<PullFailureKind>([
  'diskFull',
  'engineGone',
  'permission',
  'apiVersion',
  'badRequest',
]);

/** Whether another mirror would meet the same. */
export function isFinal(kind: PullFailureKind): boolean {
  return NOT_A_MIRRORS_FAULT.has(kind);
}

/** Puts a failed try into words. */
export function describeAttempt(mirror: string, cause: unknown): PullAttempt {
  if (cause instanceof WrongImage) return { mirror, kind: cause.kind, message: cause.message };
  if (!(cause instanceof EngineError)) return { mirror, kind: 'unknown', message: String(cause) };
  return { mirror, kind: kindOf(cause), message: cause.engineMessage };
}

/** How engines put it that something came, and that it was no manifest: mostly a page of a dead mirror's new owner. */
const GARBAGE =
  /invalid character|error parsing HTTP \d+ response|error unmarshalling|unexpected media type|text\/html|missing signature key/i;

function kindOf({ kind, engineMessage }: EngineError): PullFailureKind {
  if (kind === 'platform') return 'wrongArchitecture';
  if (/HTTP 429/.test(engineMessage)) return 'rateLimited';
  return GARBAGE.test(engineMessage) ? 'lies' : kind;
}

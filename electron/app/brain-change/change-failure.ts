import type { Diagnosis, LinkState } from '../../contract/link-state';
import { EngineError } from '../../engine/engine';
import { BrainError } from '../../services/roles';
import type { ChangeEnd } from './change-record';

/** Why a change of brain, or of a version, was given up, in the words of the chain. */
export class ChangeFailure extends Error {
  override readonly name = 'ChangeFailure';
  readonly diagnosis: Diagnosis;

  constructor(diagnosis: Diagnosis) {
    super(`${diagnosis.code} ${diagnosis.evidence.join('; ')}`);
    this.diagnosis = diagnosis;
  }
}

/** What keeps a link from being well; undefined while nothing says that it will not be. */
export function diagnosisOf(state: LinkState): Diagnosis | undefined {
  if (state.kind === 'broken') return state.diagnosis;
  if (state.kind === 'needsYou' && state.ask.kind === 'freeDisk') return simple('diskFull');
  return undefined;
}

/** A brain that does not answer in process. */
export function converseFailure(error: unknown): ChangeFailure {
  const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
  const cause = error instanceof BrainError ? error.kind : isTimeout ? 'timeout' : 'unknown';
  return new ChangeFailure({
    code: cause === 'timeout' ? 'replySilent' : 'replyFailed',
    params: { cause },
    evidence: [textOf(error)],
  });
}

/** How a change to `product` ends that failed, with every text from outside redacted; `otherwise`: what nobody foresaw. */
export function endOf(
  error: unknown,
  product: string,
  redact: (text: string) => string,
  otherwise: Diagnosis['code'] = 'brainUnreachable',
): ChangeEnd {
  const { code, params, evidence } =
    error instanceof ChangeFailure ? error.diagnosis : unforeseen(error, product, otherwise);
  const clean = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? redact(value) : value,
  ]);
  return {
    result: 'returned',
    diagnosis: { code, params: Object.fromEntries(clean), evidence: evidence.map(redact) },
  };
}

const CODE: Partial<Record<EngineError['kind'], Diagnosis['code']>> = {
  engineGone: 'engineGone',
  diskFull: 'diskFull',
  portInUse: 'portTaken',
};

function unforeseen(error: unknown, product: string, otherwise: Diagnosis['code']): Diagnosis {
  const code = error instanceof EngineError ? (CODE[error.kind] ?? 'containerStartRefused') : otherwise;
  return { code, params: { product }, evidence: [textOf(error)] };
}

/** A diagnosis that says everything by its code, and by the product it is about. */
export function simple(code: Diagnosis['code'], product?: string): Diagnosis {
  return { code, params: product === undefined ? {} : { product }, evidence: [] };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

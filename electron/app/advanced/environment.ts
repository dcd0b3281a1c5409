import { type Environment, MOST_VARIABLES } from '../../contract/advanced';
import { AppError } from '../../contract/errors';

/** They decide what runs at all: a service with another one of these does not come up, or runs something else. */
const FORBIDDEN = /^(BOTPIER_.*|PATH|HOME|SHELL|IFS|LD_.*|NODE_OPTIONS|PYTHON(PATH|HOME|STARTUP))$/i;
const LOOKS_SECRET = /(^|_)(KEY|TOKEN|PASS(WORD|WD)?|SECRET|CREDENTIALS?)(_|$)/i;

/**
 * Refuses variables that would take the place of ours, or that are no place for a secret.
 * @throws AppError `environmentRefused`, `environmentSecret`, `outOfRange`
 */
export function checkEnvironment(environment: Environment, ours: readonly string[]): void {
  const names = Object.keys(environment);
  if (names.length > MOST_VARIABLES) throw new AppError('outOfRange', { least: 0, most: MOST_VARIABLES });
  const taken = new Set(ours.map((name) => name.toUpperCase()));
  for (const name of names) {
    if (FORBIDDEN.test(name) || taken.has(name.toUpperCase()))
      throw new AppError('environmentRefused', { name });
    if (LOOKS_SECRET.test(name)) throw new AppError('environmentSecret', { name });
  }
}

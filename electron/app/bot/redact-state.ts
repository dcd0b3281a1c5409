import type { LinkState } from '../../contract/link-state';

/** A link's state with every text that came from outside redacted. */
export function redactState(state: LinkState, redact: (text: string) => string): LinkState {
  if (state.kind !== 'broken') return state;
  const { code, params, evidence } = state.diagnosis;
  return {
    ...state,
    diagnosis: {
      code,
      params: Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'string' ? redact(value) : value,
        ]),
      ),
      evidence: evidence.map(redact),
    },
  };
}

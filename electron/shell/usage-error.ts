/** The user's own mistake: shown as it is, without a stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

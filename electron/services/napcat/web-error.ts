/**
 * Why a call to NapCat's web API gave no result:
 * `unreachable` nobody answers · `refused` our token is not taken · `limited` no sign-in may be tried yet ·
 * `missing` this version has no such call · `failed` NapCat says no, in `message` · `malformed` not its language.
 */
export class WebError extends Error {
  override readonly name = 'WebError';
  readonly kind: 'unreachable' | 'refused' | 'limited' | 'missing' | 'failed' | 'malformed';

  constructor(kind: WebError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

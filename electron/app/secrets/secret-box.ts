/** Seals values so that they may lie on disk. What one kind of box sealed, only the same kind opens. */
export interface SecretBox {
  /** Stands beside each sealed value, e.g. `scrypt`, `keyfile`, `os`. */
  readonly kind: string;
  /** `strong`: needs the user or the system's key store · `weak`: needs no more than the user's files. */
  readonly strength: 'strong' | 'weak' | 'none';
  seal(text: string): Promise<Uint8Array>;
  /** Rejects when this box, here, cannot open it. */
  open(sealed: Uint8Array): Promise<string>;
  /** After `open`: whether these bytes should be sealed anew, because the key store has a newer key. */
  isOutdated?(sealed: Uint8Array): boolean;
}

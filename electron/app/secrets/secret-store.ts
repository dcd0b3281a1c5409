import type { SecretKeeping } from '../../contract/secrets';

/**
 * Where secrets live. Main process only; no route answers one. Names look like `bot.<id>.model.key`.
 * Each shell brings its own way of sealing (see the boxes beside this file).
 */
export interface SecretStore {
  /** Whether it is there and can be read; `unreadable` after a move to another computer or user. Never throws. */
  state(name: string): Promise<SecretState>;
  /** Of all secrets that are there, readable or not. */
  names(): Promise<string[]>;
  /** Undefined when absent or unreadable. */
  get(name: string): Promise<string | undefined>;
  /** On disk when it resolves. */
  set(name: string, value: string): Promise<void>;
  /** Absent is fine. */
  delete(name: string): Promise<void>;
  /** How well the secrets are kept here. */
  readonly strength: 'strong' | 'weak' | 'none';
  /** The name under which a file of secrets that could not be read was put aside at start; absent when all is well. */
  readonly putAside?: string;
  readonly keeping: SecretKeeping;
  /** Whether the user said how to keep them. */
  readonly isChosen: boolean;
  /** Ways to keep them that can be chosen here. */
  readonly choices: readonly SecretKeeping[];
  /** A passphrase is needed first: until then nothing can be read, and nothing may be set. */
  readonly locked: boolean;
  /** False when it is another passphrase. */
  unlock(passphrase: string): Promise<boolean>;
  /**
   * Keeps them in another way from now on: what can be read is sealed anew, all of it in one write.
   * @throws AppError `secretsLocked`, `notAllowed`, `passphraseShort`, or what `set` throws; then nothing has changed.
   */
  keep(keeping: SecretKeeping, passphrase?: string): Promise<void>;
}

export type SecretState = 'absent' | 'present' | 'unreadable';

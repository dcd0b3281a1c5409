import type { Release, UpdateProblem } from '../../../contract/update';

/** What a look at the feeds found. */
export type Found =
  | { kind: 'newer'; release: Release }
  | { kind: 'same' | 'older' | 'notYet'; version: string };

export interface Bytes {
  doneBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
}

/** The machinery that knows feeds, packages and installers. */
export interface UpdateDriver {
  /**
   * Asks the feeds, the official one first, until one answers well.
   * @throws UpdateFailure
   */
  check(feeds: readonly string[], channel: string): Promise<Found>;
  /**
   * Fetches the package of the version that was found, from wherever it can be had as it was announced.
   * @throws UpdateFailure
   */
  download(onProgress: (bytes: Bytes) => void): Promise<void>;
  /** Gives a download up. */
  cancel(): void;
  /** Hands over to the installer; the last thing that this process does. Throws when that does not succeed. */
  installAtEnd(relaunch: boolean): void;
  /** Ends the app, where that and installing are one; elsewhere the app is ended as usual. */
  quitAndInstall?(): void;
}

/** Something that did not succeed, by its kind; `message` is what was said about it. */
export class UpdateFailure extends Error {
  override readonly name = 'UpdateFailure';
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** A package at an exact version, and the ranges of other packages it must run beside. */
export interface Package {
  name: string;
  version: string;
  peers: Readonly<Record<string, string>>;
}

/** The pairs that do not fit, as sentences; empty when all is well. */
export function findConflicts(packages: readonly Package[]): string[];

/** Whether a version lies in an npm range. */
export function satisfies(version: string, range: string): boolean;

import { type Environment, EnvironmentName } from '../../electron/contract/advanced';

export type ReadEnvironment =
  | { kind: 'read'; environment: Environment }
  | { kind: 'badLine'; line: number }
  | { kind: 'twice'; name: string };

/** Reads variables, one a line as `NAME=value`; empty lines are left out. */
export function readEnvironment(text: string): ReadEnvironment {
  const found = new Map<string, string>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const at = line.indexOf('=');
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (!EnvironmentName.safeParse(name).success) return { kind: 'badLine', line: index + 1 };
    if (found.has(name)) return { kind: 'twice', name };
    found.set(name, line.slice(at + 1).trim());
  }
  return { kind: 'read', environment: Object.fromEntries(found) };
}

/** The other way round. */
export function writeEnvironment(environment: Environment): string {
  return Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

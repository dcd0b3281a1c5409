import type { RouteTable } from '../../contract/routes';
import type { Surroundings } from './surroundings';

/** Names that lead to this computer whatever a name server says. */
const LOOPBACK_HOSTS = ['localhost', '*.localhost', '127.0.0.1', '::1'];

/**
 * The host names a gateway answers to while it is for this computer alone: any other name is a page elsewhere that had
 * its own name lead here. Undefined: every name, because a session is asked for.
 */
export function allowedHosts(table: RouteTable, { reach }: Surroundings): string[] | undefined {
  if (reach === 'network') return undefined;
  const own = table.rules.flatMap(({ match }) =>
    match.host === undefined ? [] : [match.host.toLowerCase()],
  );
  return [...new Set([...LOOPBACK_HOSTS, ...own])];
}

export function isHostAllowed(host: string, table: RouteTable, around: Surroundings): boolean {
  const allowed = allowedHosts(table, around);
  return (
    allowed === undefined ||
    allowed.some((name) => (name.startsWith('*.') ? host.endsWith(name.slice(1)) : name === host))
  );
}

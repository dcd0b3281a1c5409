import { isIP } from 'node:net';
import type { CreateContainer } from '../engine';
import { systemError } from './system-error';

export interface Address {
  host: string;
  port: number;
}

/** A container as the others on its network see it. */
export interface NetworkMember {
  id: string;
  name: string;
  hostname: string;
  spec: Pick<CreateContainer, 'network' | 'extraHosts'>;
  /** Real 127.0.0.1 ports by container port; undefined while it does not run. */
  listening(): ReadonlyMap<number, number> | undefined;
}

/**
 * Where `host:port` really is, seen from inside `from`. Throws ENOTFOUND for a name that no running container
 * of its network has, ECONNREFUSED where nothing listens. Names with a dot are the outside world's.
 */
export function resolveAddress(
  from: NetworkMember,
  { host, port }: Address,
  members: readonly NetworkMember[],
  outside: (address: Address) => Address,
): Address {
  const extra = from.spec.extraHosts?.[host];
  if (extra !== undefined) return { host: extra === 'host-gateway' ? '127.0.0.1' : extra, port };
  const isItself =
    host === 'localhost' || host === '::1' || host.startsWith('127.') || host === from.hostname;
  const target = isItself ? from : members.find((each) => isNeighbour(from, each) && answersTo(each, host));
  if (target) {
    const real = target.listening()?.get(port);
    if (!real) throw systemError('ECONNREFUSED', `connect ECONNREFUSED ${host}:${port}`);
    return { host: '127.0.0.1', port: real };
  }
  if (isIP(host) || host.includes('.')) return outside({ host, port });
  throw systemError('ENOTFOUND', `getaddrinfo ENOTFOUND ${host}`);
}

function isNeighbour(from: NetworkMember, other: NetworkMember): boolean {
  const network = from.spec.network?.name;
  return network !== undefined && other.spec.network?.name === network && other.listening() !== undefined;
}

function answersTo(member: NetworkMember, host: string): boolean {
  const aliases = member.spec.network?.aliases ?? [];
  return aliases.includes(host) || member.name === host || member.id.slice(0, 12) === host;
}

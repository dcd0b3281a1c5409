import type { ServiceName } from '../../contract/ids';
import type { SnapshotEntry, SnapshotManifest } from '../../contract/snapshot';
import type { SyncPart } from '../../contract/sync';
import type { Role, ServiceInfo } from '../../services/roles';
import { allPartsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';

const PARTS = new Map<ServiceName, { role: Role; service: ServiceInfo }>(
  Object.values(STACKS).flatMap((stack) =>
    allPartsOf(stack).map((part) => [part.service.name, part] as const),
  ),
);

/** A snapshot without what the user does not want saved. What a gateway keeps is made anew wherever it runs. */
export function onlyParts(manifest: SnapshotManifest, parts: readonly SyncPart[]): SnapshotManifest {
  const isSaved = (name: ServiceName) => {
    const role = PARTS.get(name)?.role;
    return role !== undefined && role !== 'gateway' && parts.includes(role);
  };
  return {
    ...manifest,
    services: manifest.services.filter(({ name }) => isSaved(name)),
    entries: manifest.entries.filter(({ service }) => isSaved(service)),
  };
}

/** Whether a file may hold a key or a sign-in, by what its service says of itself; of an unknown one it may. */
export function isSensitive({
  service,
  volume,
  path,
}: Pick<SnapshotEntry, 'service' | 'volume' | 'path'>): boolean {
  const sensitive = PARTS.get(service)?.service.sensitive;
  const place = `${volume}/${path}`;
  return sensitive?.some((rule) => (rule.endsWith('/') ? place.startsWith(rule) : place === rule)) ?? true;
}

import type { ServiceName } from '../../contract/ids';
import type { LegacyLeft } from '../../contract/legacy';
import type { LegacyPlace, ServiceInfo } from '../../services/roles';
import type { CommittedThing } from './list-commit';

/** What stays behind, and why. */
export interface LeftBehind {
  path: string;
  why: LegacyLeft;
}

/** Where a thing belongs. */
export interface Placed {
  service: ServiceName;
  volume: string;
  /** Below the volume; POSIX. */
  path: string;
  bytes: string | undefined;
  owner: number;
}

type Service = Pick<ServiceInfo, 'name' | 'legacyPlaces'>;

/** Files of the tool itself, and those that it left in the root of each repository. */
const TOOLS_OWN =
  /^(?:\.gitignore|\.gitattributes|\.backup\.\w+|\.sync[.-]\w+|\.lfs\/.*|sync-config\.json|README\.md)$/;

/** The place of a path among the volumes of these services; undefined when it has none. */
export function placeOf(
  { path, bytes }: Pick<CommittedThing, 'path' | 'bytes'>,
  services: readonly Service[],
): Placed | undefined {
  for (const { name, legacyPlaces = [] } of services) {
    const place = legacyPlaces.find(({ folder }) => path.startsWith(`${folder}/`));
    if (!place) continue;
    return {
      service: name,
      volume: place.volume,
      path: path.slice(place.folder.length + 1),
      bytes: bytes === undefined ? undefined : cutBytes(bytes, place),
      owner: place.owner,
    };
  }
  return undefined;
}

/** Whether something must be a database, by where it lies. */
export function isDatabasePlace(
  { service, volume, path }: Pick<Placed, 'service' | 'volume' | 'path'>,
  services: readonly Service[],
): boolean {
  return services.some(
    ({ name, legacyPlaces = [] }) =>
      name === service &&
      legacyPlaces.some((place) => place.volume === volume && place.databases?.includes(path)),
  );
}

/** Those of several folders that are for one volume come in the order in which the service names them. */
export function byPrecedence(
  services: readonly Service[],
): (a: { path: string }, b: { path: string }) => number {
  const folders = services.flatMap(({ legacyPlaces = [] }) => legacyPlaces.map(({ folder }) => folder));
  const rank = ({ path }: { path: string }) => {
    const found = folders.findIndex((folder) => path.startsWith(`${folder}/`));
    return found < 0 ? folders.length : found;
  };
  return (a, b) => rank(a) - rank(b);
}

export function isToolsOwn(path: string): boolean {
  return TOOLS_OWN.test(path);
}

/** Whether a link at `path` stays inside its volume. */
export function staysInside(path: string, target: string): boolean {
  if (target.startsWith('/') || target.includes('\0')) return false;
  const parts = path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return false;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return true;
}

/** Keeps what is in the way of nothing else: no file twice, none where another has a folder. */
export function createVolumeMap(): { take(placed: Placed): boolean; folders(): Placed[] } {
  const files = new Set<string>();
  const folders = new Map<string, Placed>();
  const keyOf = ({ service, volume, path, bytes = '' }: Placed) => `${service}\0${volume}\0${path}\0${bytes}`;
  return {
    take(placed) {
      const above = foldersAbove(placed);
      const isInTheWay = [placed, ...above].some((each) => files.has(keyOf(each)));
      if (isInTheWay || folders.has(keyOf(placed))) return false;
      files.add(keyOf(placed));
      for (const folder of above) folders.set(keyOf(folder), folder);
      return true;
    },
    folders: () => [...folders.values()],
  };
}

function foldersAbove(placed: Placed): Placed[] {
  const names = placed.path.split('/');
  const raw =
    placed.bytes === undefined
      ? undefined
      : Buffer.from(placed.bytes, 'base64').toString('latin1').split('/');
  return names.slice(1).map((_, index) => {
    const bytes = raw && Buffer.from(raw.slice(0, index + 1).join('/'), 'latin1');
    const path = names.slice(0, index + 1).join('/');
    return {
      ...placed,
      path,
      bytes: bytes && !bytes.equals(Buffer.from(path)) ? bytes.toString('base64') : undefined,
    };
  });
}

function cutBytes(bytes: string, { folder }: LegacyPlace): string {
  return Buffer.from(bytes, 'base64')
    .subarray(folder.length + 1)
    .toString('base64');
}

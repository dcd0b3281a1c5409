import { posix } from 'node:path';
import { systemError } from './system-error';

interface Owned {
  mode: number;
  uid: number;
  gid: number;
  /** Seconds since 1970. */
  modifiedAt?: number;
}

export interface MemoryFile extends Owned {
  content: Uint8Array;
}

export type MemoryNode =
  | ({ type: 'file' } & MemoryFile)
  | ({ type: 'folder' } & Owned)
  | ({ type: 'link'; target: string } & Owned);

/**
 * What is there, by absolute path; `/` is the tree's own folder. A folder is there as long as something is in it, or
 * when it was made as such.
 */
export type FileTree = Map<string, MemoryNode>;

export interface Mount {
  /** Absolute, normal: no `..`, no slash at the end. */
  path: string;
  tree: FileTree;
  readOnly: boolean;
}

/** The engine's disk, shared by everything that writes. */
export interface Disk {
  isFull: boolean;
}

/**
 * What a container sees as its files: its own layer, with volumes laid over some folders. Throws errors with
 * the codes of a file system: EROFS, ENOSPC, ENOTDIR, EISDIR.
 */
export interface ContainerFiles {
  /** Follows a link at the end of the path. */
  read(path: string): MemoryFile | undefined;
  write(path: string, file: MemoryFile): void;
  list(path: string): string[];
  remove(path: string): void;
  /** Puts a folder, a link or a file there, as an archive has it. */
  put(path: string, node: MemoryNode): void;
  /** What is there with all below it, folders first, by paths relative to it (`''` for itself). */
  walk(path: string): [path: string, node: MemoryNode][];
}

const MOST_LINKS = 8;
const PLAIN_FOLDER = { type: 'folder', mode: 0o755, uid: 0, gid: 0 } as const;

export function createContainerFiles(mounts: readonly Mount[], disk: Disk): ContainerFiles {
  const layer: Mount = { path: '/', tree: new Map(), readOnly: false };
  const deepestFirst = [...mounts].sort((a, b) => b.path.length - a.path.length);

  function locate(path: string): { mount: Mount; inside: string } {
    const normal = normalPath(path);
    const mount = deepestFirst.find((each) => isWithin(normal, each.path)) ?? layer;
    const inside = mount === layer ? normal : normal.slice(mount.path.length) || '/';
    return { mount, inside };
  }

  function put(path: string, node: MemoryNode): void {
    const { mount, inside } = locate(path);
    if (mount.readOnly) throw systemError('EROFS', `read-only file system, open '${path}'`);
    if (disk.isFull) throw systemError('ENOSPC', `no space left on device, write '${path}'`);
    const isFolder = inside === '/' || hasEntries(mount.tree, inside);
    if (node.type !== 'folder' && (isFolder || mount.tree.get(inside)?.type === 'folder')) {
      throw systemError('EISDIR', `illegal operation on a directory, open '${path}'`);
    }
    for (let parent = posix.dirname(inside); parent !== '/'; parent = posix.dirname(parent)) {
      const above = mount.tree.get(parent);
      if (above && above.type !== 'folder') throw systemError('ENOTDIR', `not a directory, open '${path}'`);
    }
    mount.tree.set(inside, node);
  }

  /** Where the path leads, over links at its end. */
  function resolve(path: string): string {
    let at = normalPath(path);
    for (let links = 0; links < MOST_LINKS; links += 1) {
      const { mount, inside } = locate(at);
      const node = mount.tree.get(inside);
      if (node?.type !== 'link') break;
      at = posix.resolve(posix.dirname(at), node.target);
    }
    return at;
  }

  return {
    read(path) {
      const { mount, inside } = locate(resolve(path));
      const node = mount.tree.get(inside);
      return node?.type === 'file' ? node : undefined;
    },
    write: (path, file) => put(resolve(path), { type: 'file', ...file }),
    put,
    list(path) {
      const { mount, inside } = locate(path);
      const normal = normalPath(path);
      const names = [...mount.tree.keys()].map((each) => nameWithin(each, inside));
      const mountPoints = mounts.map((each) => nameWithin(each.path, normal));
      return [...new Set([...names, ...mountPoints])].filter((name) => name !== undefined).sort();
    },
    remove(path) {
      const { mount, inside } = locate(path);
      if (mount.readOnly) throw systemError('EROFS', `read-only file system, unlink '${path}'`);
      for (const each of [...mount.tree.keys()]) {
        if (isWithin(each, inside)) mount.tree.delete(each);
      }
    },
    walk(path) {
      const normal = normalPath(path);
      const found = new Map<string, MemoryNode>();
      for (const mount of [layer, ...mounts]) {
        for (const [inside, node] of mount.tree) {
          const whole = mount === layer ? inside : posix.join(mount.path, inside).replace(/\/$/, '');
          if (isWithin(whole, normal) && locate(whole).mount === mount) found.set(whole, node);
        }
        if (mount !== layer && isWithin(mount.path, normal)) {
          found.set(mount.path, mount.tree.get('/') ?? PLAIN_FOLDER);
        }
      }
      for (const each of [...found.keys()]) {
        for (let parent = each; parent !== normal; ) {
          parent = posix.dirname(parent);
          if (!found.has(parent)) found.set(parent, PLAIN_FOLDER);
        }
      }
      return [...found]
        .map(([whole, node]): [string, MemoryNode] => [whole.slice(normal.length).replace(/^\//, ''), node])
        .sort(([one], [other]) => (one < other ? -1 : 1));
    },
  };
}

/** An absolute path in its one normal form. Throws EINVAL for a relative one. */
export function normalPath(path: string): string {
  if (!path.startsWith('/')) throw systemError('EINVAL', `not an absolute path: '${path}'`);
  const normal = posix.normalize(path);
  return normal === '/' ? normal : normal.replace(/\/$/, '');
}

function isWithin(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

function nameWithin(path: string, folder: string): string | undefined {
  if (path === folder || !isWithin(path, folder)) return undefined;
  return path.slice(folder === '/' ? 1 : folder.length + 1).split('/')[0];
}

function hasEntries(tree: FileTree, folder: string): boolean {
  return [...tree.keys()].some((path) => path.startsWith(`${folder}/`));
}

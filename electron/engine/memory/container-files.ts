import { posix } from 'node:path';
import { systemError } from './system-error';

export interface MemoryFile {
  content: Uint8Array;
  mode: number;
  uid: number;
  gid: number;
}

/** Files by absolute path; a folder is there as long as something is in it. */
export type FileTree = Map<string, MemoryFile>;

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
  read(path: string): MemoryFile | undefined;
  write(path: string, file: MemoryFile): void;
  list(path: string): string[];
  remove(path: string): void;
}

export function createContainerFiles(mounts: readonly Mount[], disk: Disk): ContainerFiles {
  const layer: Mount = { path: '/', tree: new Map(), readOnly: false };
  const deepestFirst = [...mounts].sort((a, b) => b.path.length - a.path.length);

  function locate(path: string): { mount: Mount; inside: string } {
    const normal = normalPath(path);
    const mount = deepestFirst.find((each) => isWithin(normal, each.path)) ?? layer;
    const inside = mount === layer ? normal : normal.slice(mount.path.length) || '/';
    return { mount, inside };
  }

  return {
    read(path) {
      const { mount, inside } = locate(path);
      return mount.tree.get(inside);
    },
    write(path, file) {
      const { mount, inside } = locate(path);
      if (mount.readOnly) throw systemError('EROFS', `read-only file system, open '${path}'`);
      if (disk.isFull) throw systemError('ENOSPC', `no space left on device, write '${path}'`);
      if (inside === '/' || hasEntries(mount.tree, inside)) {
        throw systemError('EISDIR', `illegal operation on a directory, open '${path}'`);
      }
      for (let parent = posix.dirname(inside); parent !== '/'; parent = posix.dirname(parent)) {
        if (mount.tree.has(parent)) throw systemError('ENOTDIR', `not a directory, open '${path}'`);
      }
      mount.tree.set(inside, file);
    },
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

/** What stands in an archive of files. Names and targets are as `odd-names.ts` writes them. */
export interface TarEntry {
  type: 'file' | 'folder' | 'link' | 'hardLink' | 'other';
  /** As in the archive, without a slash at the end. */
  name: string;
  /** Permission bits, at most 0o7777. */
  mode: number;
  uid: number;
  gid: number;
  /** Of a file's content, in bytes; 0 for all else. */
  size: number;
  /** Seconds since 1970. */
  modifiedAt: number;
  /** What a link points to; an earlier entry's name for a hard link. */
  target: string;
}

export const BLOCK = 512;

/** An archive that is cut short, or is none. */
export class TarError extends Error {
  override readonly name = 'TarError';
}

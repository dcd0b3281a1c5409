/** A file of an export, to be written into a folder, packed or uploaded. */
export interface ExportedFile {
  /** Relative, with `/` between its parts. */
  path: string;
  content: string;
  /** 0o644, or 0o600 where it may hold secrets. */
  mode: number;
}

export function plainFile(path: string, content: string): ExportedFile {
  return { path, content, mode: 0o644 };
}

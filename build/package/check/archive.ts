import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractFile, getRawHeader } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { shippedFiles } from '../shipped-files';

const ROOT = join(import.meta.dirname, '../../..');
const REMOVED_FROM_MANIFEST = ['scripts', 'devDependencies'];

/** What the app's archive should hold, by path. */
export function wantedFiles(): Promise<string[]> {
  return shippedFiles(ROOT);
}

/** What it holds. */
export function archivedFiles(archive: string): string[] {
  return listFiles(getRawHeader(archive).header, '').sort();
}

function listFiles(entry: object, path: string): string[] {
  if (!('files' in entry) || typeof entry.files !== 'object' || entry.files === null) return [path];
  return Object.entries(entry.files).flatMap(([name, inner]) =>
    listFiles(inner, path === '' ? name : `${path}/${name}`),
  );
}

/** Archived files that are not byte for byte what the build made; the manifest may only have lost what it has to. */
export async function changedFiles(archive: string): Promise<string[]> {
  const changed: string[] = [];
  for (const path of archivedFiles(archive)) {
    const packed = extractFile(archive, path);
    const built = await readFile(join(ROOT, path));
    const same = path === 'package.json' ? isStripped(built, packed) : built.equals(packed);
    if (!same) changed.push(path);
  }
  return changed;
}

function isStripped(built: Buffer, packed: Buffer): boolean {
  const wanted: Record<string, unknown> = JSON.parse(built.toString());
  for (const key of REMOVED_FROM_MANIFEST) delete wanted[key];
  const { updateKey: _, ...found } = JSON.parse(packed.toString());
  return JSON.stringify(wanted) === JSON.stringify(found);
}

/** A file of the archive. */
export function readArchived(archive: string, path: string): string {
  return extractFile(archive, path).toString();
}

/** The hash by which Electron knows that the archive is the one it was packed with. */
export function integrityOf(archive: string): string {
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
}

const ON = '1'.charCodeAt(0);

/** The fuses of a program, by name: whether each is on. */
export async function fusesOf(program: string): Promise<Record<string, boolean>> {
  const wire: Record<string, unknown> = { ...(await getCurrentFuseWire(program)) };
  const names = Object.entries(FuseV1Options).filter(([, index]) => typeof index === 'number');
  return Object.fromEntries(names.map(([name, index]) => [name, wire[String(index)] === ON]));
}

/** What the fuses have to be. */
export const WANTED_FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

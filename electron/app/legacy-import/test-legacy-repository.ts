import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestCodeHost } from '../../rehearsal/code-host/test-code-host';

export const OWNER = 'alice';
export const REPOSITORY = 'backup';

export type LegacyFormat = 'release-asset' | 'lfs-pointer';

export interface LegacyRepository {
  /** The working copy, as the tool's own folder. */
  folder: string;
  pointers: Record<string, string>;
  /** Commits what was changed in the folder and pushes it. */
  push(): Promise<void>;
}

/**
 * Writes a repository as the older backup tool would: files at their place below `/`, those of at least `threshold` bytes
 * in a release with a pointer beside, and the tool's own notes.
 */
export async function writeLegacyRepository(
  test: TestCodeHost,
  token: string,
  format: LegacyFormat,
  files: Readonly<Record<string, string | Uint8Array>>,
  threshold = 50_000,
): Promise<LegacyRepository> {
  const sizeOf = (content: string | Uint8Array) => Buffer.byteLength(content);
  const small = Object.entries(files).filter(([, content]) => sizeOf(content) < threshold);
  const large = Object.entries(files).filter(([, content]) => sizeOf(content) >= threshold);
  const folder = await test.workingCopy({ ...Object.fromEntries(small), ...notesOf(format, large) });
  const url = test.host.repositories.cloneUrl(OWNER, REPOSITORY);
  const push = async () => {
    await test.git(token, '-C', folder, 'add', '--all', '--force');
    await test.git(token, '-C', folder, 'commit', '--quiet', '--allow-empty', '--message=auto: 2025-10-29');
    await test.git(token, '-C', folder, 'push', '--quiet', '--force', url, 'main');
  };
  await push();

  const tag = format === 'release-asset' ? 'blobs' : 'large-files-v1';
  const { rest } = test.octokit(token);
  const at = { owner: OWNER, repo: REPOSITORY };
  const { data: release } = await rest.repos.createRelease({ ...at, tag_name: tag, name: tag });
  const pointers: Record<string, string> = {};
  for (const [path, content] of large) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    const prefix = format === 'release-asset' ? sha256 : sha256.slice(0, 12);
    const name = `${prefix}-${basename(path)}`;
    const { data: asset } = await rest.repos.uploadReleaseAsset({
      ...at,
      release_id: release.id,
      url: release.upload_url,
      name,
      data: content as string,
      headers: { 'content-type': 'application/octet-stream', 'content-length': sizeOf(content) },
    });
    const found = asset.name === name ? asset.id : null;
    const pointer = pointerOf(format, { path, name, tag, sha256, size: sizeOf(content), found });
    pointers[path] = pointer;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, `${path}.pointer`), pointer);
    await rm(join(folder, path), { force: true });
  }
  await push();
  return { folder, pointers, push };
}

/** A database with these tables of texts, and `padding` bytes besides; `wal`: with its last rows in the log beside it. */
export function writeDatabase(
  tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>,
  { padding = 0, wal = false } = {},
): { file: Buffer; log: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'botpier-database-'));
  const database = new DatabaseSync(join(folder, 'db'));
  try {
    database.exec('CREATE TABLE padding (bytes BLOB)');
    database.prepare('INSERT INTO padding VALUES (?)').run(randomBytes(padding));
    if (wal) database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');
    for (const [name, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0] ?? { id: '' });
      database.exec(`CREATE TABLE ${name} (${columns.map((column) => `${column} TEXT`).join()})`);
      const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join()})`);
      for (const row of rows) insert.run(...columns.map((column) => row[column] ?? ''));
    }
    // As they lie there while a program has it open.
    const [file, log] = ['db', 'db-wal'].map((each) =>
      wal || each === 'db' ? readFileSync(join(folder, each)) : Buffer.alloc(0),
    );
    return { file: file as Buffer, log: log as Buffer };
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
}

interface Uploaded {
  path: string;
  name: string;
  tag: string;
  sha256: string;
  size: number;
  /** What the tool found when it looked for its upload by name. */
  found: number | null;
}

/** Byte for byte as the tool's two generations write it: with `jq -nc`, and with Python's `json.dump(indent=2)`. */
export function pointerOf(format: LegacyFormat, { path, name, tag, sha256, size, found }: Uploaded): string {
  if (format === 'lfs-pointer') {
    const pointer = {
      version: 1,
      type: 'lfs-pointer',
      hash: `sha256:${sha256}`,
      size,
      filename: basename(path),
      release_tag: tag,
      asset_name: name,
    };
    return JSON.stringify(pointer, undefined, 2);
  }
  const repo = `${OWNER}/${REPOSITORY}`;
  return `${JSON.stringify({
    type: 'release-asset',
    repo,
    release_tag: tag,
    asset_name: name,
    asset_id: found,
    download_url: `https://github.com/${repo}/releases/download/${tag}/${encodeURIComponent(name)}`,
    original_path: path,
    size,
    sha256,
    generated_at: '2025-10-29T08:00:00Z',
  })}\n`;
}

/** What the tool commits of itself. */
function notesOf(format: LegacyFormat, large: [string, unknown][]): Record<string, string> {
  const paths = large.map(([path]) => `${path}\n`).join('');
  if (format === 'release-asset')
    return { '.gitignore': paths, '.backup.ready': '', '.backup.alive': '1761700000\n' };
  return { '.lfs/manifest.json': JSON.stringify({ version: 2, files: {} }), 'sync-config.json': '{}' };
}

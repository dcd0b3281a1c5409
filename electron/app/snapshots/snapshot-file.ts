import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Decrypter, Encrypter } from 'age-encryption';
import { z } from 'zod';
import { AppError } from '../../contract/errors';
import { Sha256, type SnapshotManifest } from '../../contract/snapshot';
import { codeOf, syncFolder, tempFor } from '../../lib/atomic-file';
import { NO_TAR, readTar } from '../../lib/tar/read-tar';
import { TarError } from '../../lib/tar/tar-entry';
import { type WrittenEntry, writeTar } from '../../lib/tar/write-tar';
import { secretNamesOf } from '../bot/secret-names';
import type { SecretStore } from '../secrets/secret-store';
import { passphraseIdentity, passphraseRecipient } from './age-passphrase';
import type { ObjectStore } from './object-store';
import { randomLetters, readManifest } from './snapshot-shelf';
import type { UnderWay } from './snapshot-tasks';

/** The first entry says what the file is, so that a newer form can be told from a broken one. */
const HEAD = { name: 'botpier-snapshot.json', format: 1 } as const;
const AGE_MARK = 'age-encryption.org/v1\n';
const LARGEST_TEXT = 512 * 1024 * 1024;

const Head = z.looseObject({ format: z.number().int() });
const Secrets = z.record(z.string().regex(/^[A-Za-z0-9.-]+$/), z.string().max(1_000_000));

/**
 * Writes one file with a snapshot, its objects, and the bot's secrets, sealed by age with a passphrase. It is there as a
 * whole or not at all. @throws AppError `snapshotDamaged` when an object is missing or changed, `fileExists`, `diskFull`
 */
export async function writeSnapshotFile(wish: {
  manifest: SnapshotManifest;
  objects: ObjectStore;
  secrets: SecretStore;
  path: string;
  /** Whether a file that is there already may go. */
  replaces: boolean;
  passphrase: string;
  signal: AbortSignal;
  tell: UnderWay['tell'];
}): Promise<{ path: string; bytes: number }> {
  const { manifest, objects, signal, tell } = wish;
  const path = resolve(wish.path);
  if (!wish.replaces && existsSync(path)) throw new AppError('fileExists', { path });
  const sizes = new Map(
    manifest.entries.flatMap((entry) => (entry.type === 'file' ? [[entry.sha256, entry.size] as const] : [])),
  );
  for (const sha256 of sizes.keys()) {
    signal.throwIfAborted();
    if (!(await objects.verify(sha256))) throw new AppError('snapshotDamaged');
  }
  const secrets = await secretsOf(wish.secrets, manifest);
  const totalBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  async function* entries(): AsyncGenerator<WrittenEntry> {
    yield text(HEAD.name, { format: HEAD.format });
    yield text('manifest.json', manifest);
    yield text('secrets.json', secrets);
    for (const [sha256, size] of sizes) {
      tell({ phase: 'packing', bytes: size, totalBytes });
      const content = size === 0 ? [] : createReadStream(objects.pathOf(sha256));
      yield { ...FILE, name: `objects/${sha256}`, size, content };
    }
  }
  const encrypter = new Encrypter();
  encrypter.addRecipient(passphraseRecipient(wish.passphrase));
  const temp = tempFor(path, `${randomLetters()}${'0'.repeat(10)}`);
  try {
    const sealed = await encrypter.encrypt(toWeb(writeTar(entries())));
    await mkdir(dirname(path), { recursive: true });
    await pipeline(Readable.fromWeb(sealed as never), createWriteStream(temp, { mode: 0o600 }), { signal });
    const file = await open(temp, 'r+');
    await file.sync().finally(() => file.close());
    await rename(temp, path);
    await syncFolder(dirname(path));
    return { path, bytes: (await stat(path)).size };
  } catch (error) {
    if (['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? ''))
      throw new AppError('diskFull', {}, { cause: error });
    if (['ENOENT', 'EACCES', 'ENOTDIR', 'EEXIST', 'EROFS', 'EISDIR'].includes(codeOf(error) ?? ''))
      throw new AppError('invalidInput', {}, { cause: error });
    throw error;
  } finally {
    await rm(temp, { force: true }).catch(() => {});
  }
}

/**
 * Reads such a file: its objects go to the store, the rest is answered. Nothing names the objects before the manifest
 * is stored. @throws AppError `snapshotFileForeign`, `passphraseWrong`, `snapshotDamaged`, `snapshotNewer`, `diskFull`
 */
export async function readSnapshotFile(wish: {
  path: string;
  passphrase: string;
  objects: ObjectStore;
  signal: AbortSignal | undefined;
}): Promise<{ manifest: SnapshotManifest; secrets: Record<string, string> }> {
  const { objects, signal } = wish;
  const opened = await unseal(wish.path, wish.passphrase);
  let head: number | undefined;
  let manifest: SnapshotManifest | undefined;
  let secrets: Record<string, string> = {};
  try {
    for await (const entry of readTar(opened)) {
      if (signal?.aborted) throw new AppError('cancelled');
      const { name, size, content } = entry;
      if (head === undefined) {
        if (name !== HEAD.name) throw new AppError('snapshotFileForeign');
        head = Head.parse(JSON.parse(await textOf(content, size))).format;
        if (head > HEAD.format) throw new AppError('snapshotNewer');
      } else if (name === 'manifest.json') manifest = readManifest(await textOf(content, size));
      else if (name === 'secrets.json') secrets = Secrets.parse(JSON.parse(await textOf(content, size)));
      else if (name.startsWith('objects/')) {
        const stored = await objects.put(content);
        if (stored.sha256 !== Sha256.parse(name.slice('objects/'.length)))
          throw new AppError('snapshotDamaged');
      }
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Opened, and no archive: somebody's own secret.
    const isForeign = head === undefined && error instanceof TarError && error.message === NO_TAR;
    throw new AppError(isForeign ? 'snapshotFileForeign' : 'snapshotDamaged', {}, { cause: error });
  }
  if (!manifest) throw new AppError('snapshotDamaged');
  const names = new Set(secretNamesOf(manifest.bot).map((name) => name.slice(prefixOf(manifest).length)));
  return {
    manifest,
    secrets: Object.fromEntries(Object.entries(secrets).filter(([name]) => names.has(name))),
  };
}

async function unseal(path: string, passphrase: string): Promise<AsyncIterable<Uint8Array>> {
  const mark = Buffer.alloc(AGE_MARK.length);
  try {
    const file = await open(path, 'r');
    await file.read(mark).finally(() => file.close());
  } catch (cause) {
    throw new AppError('snapshotFileForeign', {}, { cause });
  }
  if (mark.toString('latin1') !== AGE_MARK) throw new AppError('snapshotFileForeign');
  const decrypter = new Decrypter();
  decrypter.addIdentity(passphraseIdentity(passphrase));
  const source = createReadStream(path);
  try {
    const plain = await decrypter.decrypt(Readable.toWeb(source) as ReadableStream<Uint8Array>);
    return Readable.fromWeb(plain as never);
  } catch (cause) {
    source.destroy();
    const isWrong = cause instanceof Error && /no identity matched/.test(cause.message);
    throw new AppError(isWrong ? 'passphraseWrong' : 'snapshotDamaged', {}, { cause });
  }
}

async function secretsOf(store: SecretStore, manifest: SnapshotManifest): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of secretNamesOf(manifest.bot)) {
    const value = await store.get(name);
    if (value !== undefined) found[name.slice(prefixOf(manifest).length)] = value;
  }
  return found;
}

function prefixOf({ bot }: SnapshotManifest): string {
  return `bot.${bot}.`;
}

const FILE = { type: 'file', mode: 0o600, uid: 0, gid: 0 } as const;

function text(name: string, value: unknown): WrittenEntry {
  const content = Buffer.from(JSON.stringify(value));
  return { ...FILE, name, size: content.length, content: [content] };
}

async function textOf(content: AsyncIterable<Uint8Array>, size: number): Promise<string> {
  if (size > LARGEST_TEXT) throw new AppError('snapshotDamaged');
  return (await buffer(content)).toString('utf8');
}

function toWeb(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(source, { objectMode: false })) as ReadableStream<Uint8Array>;
}

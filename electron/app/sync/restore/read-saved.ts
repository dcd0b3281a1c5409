import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SnapshotManifest } from '../../../contract/snapshot';
import type { SyncProgress } from '../../../contract/sync';
import { createSideBySide } from '../../../lib/side-by-side';
import type { ObjectStore } from '../../snapshots/object-store';
import type { LocalRepository } from '../git/local-repository';
import { isWhole, type ReleaseAssets, type StoredAsset } from '../github/release-assets';
import { createFileSums, readAgeKey, unseal, unsealText } from '../keys/age-keys';
import { unsealBlocks } from '../keys/sealed-blocks';
import type { Restored } from '../repository-sync';
import { SyncError } from '../sync-error';
import { parseManifest, type SyncEntry, type SyncFile } from '../tree/sync-manifest';
import { BUNDLE_PATH, formatPointer, layOut, MANIFEST_PATH, README_PATH } from '../tree/tree-layout';

/** Files of at most so many bytes are taken in side by side, so many of them. */
const HELD_BYTES = 256_000;
const AT_ONCE = 64;

const Bundle = z.object({
  version: z.literal(1),
  identity: z.string(),
  record: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.string()),
});

export interface ReadInput {
  commit: string;
  /** The identity or the recovery key. */
  key: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: SyncProgress) => void) | undefined;
}

/**
 * Reads a saved state that git has brought here, down to the last byte: every file against its sum, every asset against
 * its name. Answers only once everything is in the object store.
 */
export async function readSaved(
  local: LocalRepository,
  assets: ReleaseAssets,
  objects: ObjectStore,
  { commit, key, signal, onProgress }: ReadInput,
): Promise<Restored> {
  const tree = await local.listTree(commit, signal);
  const at = (path: string) => tree.get(path) ?? refuse(path);
  const { header, entries } = parseManifest(await local.readText(at(MANIFEST_PATH), signal));
  const bundle = await openBundle(local, at(BUNDLE_PATH), key, signal);
  const { identity, secrets, record } = bundle;
  const sums = createFileSums(identity);

  const laidOut = layOut(entries);
  const known = new Set([README_PATH, MANIFEST_PATH, BUNDLE_PATH, ...laidOut.map(({ path }) => path)]);
  for (const path of tree.keys()) if (!known.has(path)) refuse(path);

  const totalBytes = laidOut.reduce((total, { file }) => total + file.size, 0);
  let doneBytes = 0;
  /** Large files come while small ones are looked at; what takes longer is told. */
  let phase: 'downloading' | 'verifying' = 'downloading';
  const tell = (bytes: number) => {
    doneBytes += bytes;
    onProgress?.({ phase, doneBytes, totalBytes });
  };
  /** The true sum of each file, by its place in the repository. */
  const found = new Map<string, string>();

  const here = await objects.names();
  const stop = new AbortController();
  const ends = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])]);
  const both = [takeSmall(ends), takeLarge(ends)].map((taking) =>
    taking.catch((error: unknown) => {
      stop.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(both);
  await Promise.all(both);
  await objects.settle();
  const places = new Map(laidOut.map(({ file, path }) => [file, path]));
  const manifest = SnapshotManifest.parse({
    version: 1,
    bot: header.bot,
    ...header.snapshot,
    record,
    entries: entries.map((entry) => plain(entry)),
  });
  const [, recoveryRecipient] = header.recipients;
  return {
    commit,
    generation: header.generation,
    device: header.device,
    at: header.at,
    manifest,
    secrets,
    keys: { identity, recoveryRecipient },
  };

  /** Those that lie in the commit. */
  async function takeSmall(signal: AbortSignal): Promise<void> {
    const small = laidOut.filter(({ file }) => !file.parts);
    const missing: typeof small = [];
    const work = createSideBySide(AT_ONCE);
    for (const each of small) {
      const { sha256 } = each.file;
      if (sha256 === undefined || !here.has(sha256)) missing.push(each);
      else
        await work.begin(async () => {
          if (await objects.verify(sha256)) {
            found.set(each.path, sha256);
            tell(each.file.size);
          } else missing.push(each);
        });
    }
    await work.end();
    await local.readBlobs(
      missing.map(({ path }) => at(path)),
      async (index, content) => {
        const { file, path } = missing[index] ?? refuse('');
        const keep = async (bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
          found.set(path, await take(file, bytes, signal));
          tell(file.size);
        };
        if (file.size > HELD_BYTES) {
          // Others may come while the disk is still at the end of this one.
          const { source, ended, leave } = untilEnd(content);
          await work.begin(() => keep(source).finally(leave));
          return await ended;
        }
        // The disk takes small files faster when it is given several.
        const pieces: Uint8Array[] = [];
        for await (const piece of content) pieces.push(piece);
        await work.begin(() => keep(pieces));
      },
      signal,
    );
    await work.end();
  }

  /** Those that lie in the release. */
  async function takeLarge(signal: AbortSignal): Promise<void> {
    const large = laidOut.filter(({ file }) => file.parts);
    const present = large.length > 0 ? await assets.list() : new Map<string, StoredAsset>();
    for (const { file, path } of large) {
      signal.throwIfAborted();
      if ((await local.readText(at(path), signal)) !== formatPointer(file)) refuse(path);
      if (await isHere(file)) found.set(path, file.sha256 ?? '');
      else found.set(path, await take(file, download(file, present, signal), signal));
      tell(file.size);
    }
    phase = 'verifying';
  }

  async function isHere({ sha256 }: SyncFile): Promise<boolean> {
    return sha256 !== undefined && here.has(sha256) && (await objects.verify(sha256));
  }

  function plain(entry: SyncEntry) {
    if (entry.type !== 'file') return entry;
    const { hmac: _hmac, parts: _parts, blocks: _blocks, ...rest } = entry;
    return { ...rest, sha256: found.get(places.get(entry) ?? '') };
  }

  /** Takes a file in, and compares what came with what was saved. */
  async function take(
    file: SyncFile,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<string> {
    signal.throwIfAborted();
    const isSealed = file.hmac !== undefined;
    let stored: { sha256: string; size: number };
    try {
      const opened = isSealed ? await open(file, content) : content;
      if (!opened) throw new SyncError('syncDamaged', { what: file.path });
      stored = await objects.put(opened, { anew: true });
    } catch (error) {
      if (isSealed && isNoLongerSealed(error))
        throw new SyncError('syncDamaged', { what: file.path }, { cause: error });
      throw error;
    }
    const fits = file.hmac === undefined ? stored.sha256 === file.sha256 : sums(stored.sha256) === file.hmac;
    if (!fits || stored.size !== file.size) refuse(file.path);
    return stored.sha256;
  }

  async function open(file: SyncFile, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    return file.blocks === undefined
      ? await unseal(content, identity)
      : unsealBlocks(content, identity, file.blocks);
  }

  async function* download(
    file: SyncFile,
    stored: ReadonlyMap<string, StoredAsset>,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    for (const { asset, size } of file.parts ?? []) {
      const one = stored.get(asset);
      if (!one || !isWhole(one, { sha256: asset, size })) refuse(file.path);
      // An asset that is the file itself is hashed where it is put in.
      const hash = asset === file.sha256 ? undefined : createHash('sha256');
      let bytes = 0;
      for await (const piece of await assets.download(one)) {
        signal.throwIfAborted();
        hash?.update(piece);
        bytes += piece.length;
        onProgress?.({ phase: 'downloading', doneBytes: doneBytes + bytes, totalBytes });
        yield piece;
      }
      if (bytes !== size || (hash && hash.digest('hex') !== asset)) refuse(file.path);
    }
  }
}

/** A stream, and when whoever reads it has come to its end or has left it, be it before the first piece. */
function untilEnd(content: AsyncIterable<Uint8Array>) {
  const { promise: ended, resolve: leave } = Promise.withResolvers<void>();
  const source = (async function* () {
    try {
      yield* content;
    } finally {
      leave();
    }
  })();
  return { source, ended, leave };
}

async function openBundle(
  local: LocalRepository,
  id: string,
  key: string,
  signal?: AbortSignal,
): Promise<z.infer<typeof Bundle>> {
  const own = await readAgeKey(key);
  if (!own) throw new SyncError('syncKeyWrong');
  const sealed = (await local.run(['cat-file', 'blob', id], { signal })).stdout;
  let text: string | undefined;
  try {
    text = await unsealText(sealed, own.identity);
  } catch (error) {
    throw new SyncError('syncDamaged', { what: BUNDLE_PATH }, { cause: error });
  }
  if (text === undefined) throw new SyncError('syncKeyWrong');
  return Bundle.parse(JSON.parse(text));
}

/** What age finds wrong with what it shall open has no code, unlike what goes wrong with a disk or a line. */
function isNoLongerSealed(error: unknown): boolean {
  return (
    error instanceof Error &&
    !('code' in error) &&
    !(error instanceof SyncError) &&
    error.name !== 'AbortError'
  );
}

function refuse(what: string): never {
  throw new SyncError('syncDamaged', { what });
}

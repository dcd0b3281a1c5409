import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { SnapshotEntry } from '../../../contract/snapshot';
import { createSideBySide } from '../../../lib/side-by-side';
import type { AssetSource } from '../github/release-assets';
import { createFileSums, sealText } from '../keys/age-keys';
import { createBlockSalt, LEAST_BLOCKS_BYTES } from '../keys/sealed-blocks';
import { SyncError } from '../sync-error';
import { README } from '../tree/readme';
import { formatManifest, type SyncEntry, type SyncFile, type SyncHeader } from '../tree/sync-manifest';
import { BUNDLE_PATH, formatPointer, layOut, MANIFEST_PATH, README_PATH } from '../tree/tree-layout';
import { canonicalJson } from './content-key';
import { found, type PushRun, type PushStep } from './push-run';
import { recipientsOf } from './recipients-of';
import { createReuse } from './reuse';
import { splitIntoParts } from './split-into-parts';
import { createStageFolder } from './stage-folder';
import { writeAnchor } from './write-anchor';

const CHECKED_AT_ONCE = 8;

type PlainFile = Extract<SnapshotEntry, { type: 'file' }>;

/** Prepares everything that is to be sent, here on this disk: what is there already is taken from there. */
export const stage: PushStep = async (run) => {
  const { input, local, objects } = run;
  const { stageDir } = run.files;
  const { signal, manifest, onProgress } = input;
  onProgress?.({ phase: 'checking' });
  await run.files.emptyStage();
  const recipients = await recipientsOf(input.keys);
  const sums = createFileSums(input.keys.identity);
  const hasLarge = manifest.entries.some(
    (entry) => entry.type === 'file' && entry.size >= input.thresholdBytes,
  );
  const present = hasLarge ? await run.assets.list() : new Map();
  const reuse = createReuse(run.base, recipients, present);
  const staged = createStageFolder(stageDir, recipients, input.keys.identity);
  const uploads = new Map<string, AssetSource[]>();
  const blobs = new Map<string, string>();
  /** Files that git has to take in, by the sum that stands for them, or by their place. */
  const fresh = new Map<string, string>();

  /** What each is encrypted with block by block: the same content in two places is sent once. */
  const salts = new Map<string, string>();

  const checks = createSideBySide(CHECKED_AT_ONCE);

  const entries: SyncEntry[] = [];
  for (const entry of manifest.entries) {
    signal?.throwIfAborted();
    entries.push(entry.type === 'file' ? await stageFile(entry) : entry);
  }
  const bundleText = bundleOf(run);
  const bundle = sums(createHash('sha256').update(bundleText).digest('hex'));
  const header: SyncHeader = {
    format: 1,
    generation: (run.state?.generation ?? 0) + 1,
    device: input.device,
    at: run.clock.now(),
    bot: manifest.bot,
    snapshot: { id: manifest.id, at: manifest.at, reason: manifest.reason, services: manifest.services },
    recipients,
    bundle,
    anchor: run.state?.anchor ?? run.head ?? (await writeAnchor(local, signal)),
  };
  const laidOut = layOut(entries);
  const known = reuse.bundle(bundle);
  if (known !== undefined) blobs.set(BUNDLE_PATH, known);
  else fresh.set(BUNDLE_PATH, await staged.write(await sealText(bundleText, recipients)));
  fresh.set(README_PATH, await staged.write(README));
  fresh.set(MANIFEST_PATH, await staged.write(formatManifest({ header, entries })));
  for (const { file, path } of laidOut)
    if (file.parts) fresh.set(path, await staged.write(formatPointer(file)));
  const ids = await local.addFiles([...fresh.values()], signal);
  // Git takes them in meanwhile: nothing leaves before this step is over.
  await checks.end();
  for (const [index, name] of [...fresh.keys()].entries()) blobs.set(name, found(ids[index], 'hash-object'));

  const own = [README_PATH, MANIFEST_PATH, BUNDLE_PATH].map((path) => ({ path, name: path }));
  const files = laidOut.map(({ file, path }) => ({ path, name: file.parts ? path : sumOf(file) }));
  const tree = [...own, ...files].map(({ path, name }) => ({ path, id: found(blobs.get(name), name) }));
  const base = new Map(run.base?.tree);
  run.staged = {
    manifest: { header, entries },
    tree,
    uploads: [...uploads.values()].flat(),
    assets: [...new Set(laidOut.flatMap(({ file }) => file.parts?.map(({ asset }) => asset) ?? []))],
    present,
    changedFiles: tree.slice(own.length).filter(({ path, id }) => base.get(path) !== id).length,
    bytes: laidOut.reduce((total, { file }) => total + file.size, 0),
  };
  return undefined;

  async function stageFile({ sha256, ...place }: PlainFile): Promise<SyncFile> {
    const isSealed = input.encryption === 'everything' || input.isSensitive(place);
    const sum = isSealed ? { hmac: sums(sha256) } : { sha256 };
    const known = sum.hmac ?? sha256;
    if (place.size >= input.thresholdBytes) {
      const parts = reuse.parts(known) ?? (await stageLarge(sha256, known, isSealed));
      return { ...place, ...sum, parts };
    }
    const blob = reuse.blob(known);
    if (blob) {
      blobs.set(known, blob.id);
      return { ...place, ...sum, ...saltOf(blob.salt) };
    }
    const isByBlocks = isSealed && place.size >= LEAST_BLOCKS_BYTES;
    const salt = isByBlocks ? (salts.get(known) ?? reuse.salt(place) ?? createBlockSalt()) : undefined;
    if (salt !== undefined) salts.set(known, salt);
    if (!fresh.has(known)) fresh.set(known, await whole(sha256, isSealed, salt));
    return { ...place, ...sum, ...saltOf(salt) };
  }

  async function stageLarge(sha256: string, known: string, isSealed: boolean) {
    let parts = uploads.get(known);
    if (!parts) {
      const file = await whole(sha256, isSealed);
      parts = await splitIntoParts(file, (await stat(file)).size, isSealed ? undefined : sha256);
      uploads.set(known, parts);
    }
    return parts.map(({ sha256: asset, size }) => ({ asset, size }));
  }

  /** The file to be sent. That its bytes are what the manifest says is seen before anything leaves. */
  async function whole(sha256: string, isSealed: boolean, salt?: string): Promise<string> {
    const check = async () => {
      if (!(await objects.has(sha256)) || !(await objects.verify(sha256)))
        throw new SyncError('syncNoCopy', {}, { evidence: [`object ${sha256}`] });
    };
    await (isSealed ? check() : checks.begin(check));
    const file = objects.pathOf(sha256);
    return isSealed ? await staged.sealFile(file, salt, signal) : file;
  }
};

/** The bot's record and its secrets, and the key that all later states are sealed with: the recovery key leads to it. */
export function bundleOf({ input }: Pick<PushRun, 'input'>): string {
  const { manifest, secrets, keys } = input;
  return canonicalJson({ version: 1, identity: keys.identity, record: manifest.record, secrets });
}

function saltOf(blocks: string | undefined) {
  return blocks === undefined ? {} : { blocks };
}

function sumOf({ sha256, hmac }: SyncFile): string {
  return found(hmac ?? sha256, 'a sum');
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { SyncError } from '../sync-error';
import type { GitHub } from './open-github';

/** An asset as GitHub keeps it: named by its own SHA-256. */
export interface StoredAsset {
  id: number;
  name: string;
  size: number;
  /** `starter`: its upload broke off. */
  state: string;
  /** `sha256:…`; none of what was uploaded before GitHub knew it. */
  digest: string | undefined;
  createdAt: number;
}

/** A part of a file that goes up as one asset. */
export interface AssetSource {
  sha256: string;
  size: number;
  file: string;
  /** Where it begins in the file. */
  offset: number;
}

/** The large files of a repository, as assets of one release. */
export interface ReleaseAssets {
  /** By name. Empty where there is no release yet. */
  list(): Promise<Map<string, StoredAsset>>;
  /** Makes the release when there is none, tagging `commit`. What was left half is thrown away and sent again. */
  upload(
    source: AssetSource,
    present: StoredAsset | undefined,
    commit: string,
    onBytes: (count: number) => void,
  ): Promise<void>;
  /** Its bytes as they come; the caller checks their sum. */
  download(asset: StoredAsset): Promise<AsyncIterable<Uint8Array>>;
  remove(asset: StoredAsset): Promise<void>;
}

export const RELEASE_TAG = 'botpier-files';

/** Whether an asset that is there can be taken for the wanted one. */
export function isWhole(
  asset: StoredAsset | undefined,
  { sha256, size }: { sha256: string; size: number },
): boolean {
  if (asset?.state !== 'uploaded' || asset.name !== sha256 || asset.size !== size) return false;
  return asset.digest === `sha256:${sha256}`;
}

/** @param tag which release; ours where none is named. */
export function openReleaseAssets(github: GitHub, repository: string, tag = RELEASE_TAG): ReleaseAssets {
  const [owner = '', repo = ''] = repository.split('/');
  let release: { id: number; uploadUrl: string } | undefined;

  const find = async () => {
    release ??= await github
      .call(async ({ rest }) => {
        const { data } = await rest.repos.getReleaseByTag({ owner, repo, tag });
        return { id: data.id, uploadUrl: data.upload_url };
      })
      .catch((error: unknown) => {
        if (error instanceof SyncError && error.failure.code === 'syncRepositoryMissing') return undefined;
        throw error;
      });
    return release;
  };
  const make = async (commit: string) => {
    release = await github.call(async ({ rest }) => {
      const { data } = await rest.repos.createRelease({
        owner,
        repo,
        tag_name: tag,
        target_commitish: commit,
        name: 'BotPier: large files',
        body: 'Files that are too large for the history. BotPier names them by their SHA-256; do not change them.',
        prerelease: true,
        make_latest: 'false',
      });
      return { id: data.id, uploadUrl: data.upload_url };
    });
    return release;
  };
  const remove = (asset: StoredAsset) =>
    github.call(async ({ rest }) => {
      await rest.repos.deleteReleaseAsset({ owner, repo, asset_id: asset.id });
    });
  return {
    async list() {
      const found = await find();
      const assets = new Map<string, StoredAsset>();
      if (!found) return assets;
      for (let page = 1; ; page++) {
        const { data } = await github.call(({ rest }) =>
          rest.repos.listReleaseAssets({ owner, repo, release_id: found.id, per_page: 100, page }),
        );
        for (const each of data)
          assets.set(each.name, {
            id: each.id,
            name: each.name,
            size: each.size,
            state: each.state,
            digest: each.digest ?? undefined,
            createdAt: Date.parse(each.created_at),
          });
        if (data.length < 100) return assets;
      }
    },
    async upload(source, present, commit, onBytes) {
      if (isWhole(present, source)) return;
      const { uploadUrl } = (await find()) ?? (await make(commit));
      if (present) await remove(present);
      const url = `${uploadUrl.replace(/\{.*$/, '')}?name=${source.sha256}`;
      const answer = await github.send(url, {
        method: 'POST',
        signedIn: true,
        headers: {
          accept: 'application/vnd.github+json',
          'content-type': 'application/octet-stream',
          'content-length': String(source.size),
        },
        body: Readable.from(counted(partOf(source), onBytes)),
      });
      if (answer.statusCode !== 201) throw await github.refusal(answer);
      const said = await answer.body.text();
      const stored = JSON.parse(said) as { size?: unknown; state?: unknown; digest?: unknown };
      if (
        stored.state !== 'uploaded' ||
        stored.size !== source.size ||
        (stored.digest && stored.digest !== `sha256:${source.sha256}`)
      )
        throw new SyncError('syncDamaged', { what: source.sha256 });
    },
    async download(asset) {
      const first = await github.send(`/repos/${owner}/${repo}/releases/assets/${asset.id}`, {
        signedIn: true,
        headers: { accept: 'application/octet-stream' },
      });
      const { location } = first.headers;
      if (first.statusCode === 200) return guarded(first.body);
      if (first.statusCode !== 302 || typeof location !== 'string') throw await github.refusal(first);
      await first.body.dump();
      // The address is signed by itself; whoever stores the bytes has no use for the token.
      const second = await github.send(location, { signedIn: false });
      if (second.statusCode !== 200) throw await github.refusal(second);
      return guarded(second.body);
    },
    remove,
  };

  async function* guarded(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      throw github.failure(error);
    }
  }
}

/** The SHA-256 of a part of a file. */
export async function sumOf(part: Omit<AssetSource, 'sha256'>): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of partOf(part)) hash.update(piece);
  return hash.digest('hex');
}

function partOf({ file, offset, size }: Omit<AssetSource, 'sha256'>): AsyncIterable<Uint8Array> {
  if (size === 0) return Readable.from([]);
  return createReadStream(file, { start: offset, end: offset + size - 1, highWaterMark: 256 * 1_024 });
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    yield piece;
    onBytes(piece.length);
  }
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { judgeAccess } from './access';
import { createHostServer, type Exchange, type HostServer, type Tls, type World } from './host-server';
import { refuseTooMany } from './rate-limit';
import { notFound, RestError, validationFailed } from './rest-call';
import { admit, findRepository, refuseUnlessGranted, tokenHeaders } from './rest-server';
import { assetShape } from './shapes';
import type { StoredAsset, StoredRelease, StoredRepository } from './store';

const PATH = /^\/repos\/([^/]+)\/([^/]+)\/releases\/(\d+)\/assets$/;
const LARGEST = 2 ** 31;
const MOST_ASSETS = 1_000;

/** uploads.github.com. */
export function createUploadsServer(world: World, tls?: Tls): HostServer {
  return createHostServer('uploads', world, () => 'upload', answerUpload, tls);
}

async function answerUpload(exchange: Exchange): Promise<void> {
  const { world, caller, request } = exchange;
  const token = caller.kind === 'account' ? caller.token : undefined;
  const reply = (status: number, body: unknown, headers = {}) =>
    void exchange
      .head(status, { 'content-type': 'application/json; charset=utf-8', ...tokenHeaders(token), ...headers })
      .end(JSON.stringify(body));
  try {
    const place = openUpload(exchange);
    refuseTooMany(world);
    const asset = startAsset(world, place, token?.owner ?? '', request.headers['content-type']);
    if (!(await receive(exchange, asset))) return exchange.drop();
    if (world.faults.take('uploadDroppedAfter')) return exchange.drop();
    reply(201, assetShape(world, place.repository, place.release, asset));
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    const { status, body, headers } = error.answer;
    // The body is read to its end, so that the other side hears the answer.
    request.resume();
    if (!request.readableEnded) await once(request, 'end').catch(() => {});
    reply(status, body, headers);
  }
}

interface Place {
  repository: StoredRepository;
  release: StoredRelease;
  name: string;
}

/** Everything that is refused before a byte is kept. @throws RestError */
function openUpload(exchange: Exchange): Place {
  const { world, request, method, url, caller } = exchange;
  admit(exchange);
  const [, owner = '', repo = '', id] = PATH.exec(url.pathname) ?? [];
  if (method !== 'POST' || id === undefined) throw notFound();
  const need = { permission: 'contents', level: 'write' } as const;
  const repository = findRepository(world, { owner, repo }, method, url.pathname + url.search);
  refuseUnlessGranted(
    judgeAccess(caller, repository, need),
    need,
    repository,
    caller.kind === 'account' ? caller.token : undefined,
  );
  const release = repository.releases.find((each) => String(each.id) === id);
  if (!release) throw notFound();
  const { 'content-length': length } = request.headers;
  if (length === undefined) throw new RestError(411, 'Length Required');
  const size = Number(length);
  const refused = (field: string, message: string) =>
    validationFailed({ resource: 'ReleaseAsset', code: 'custom', field, message });
  if (size >= LARGEST) throw refused('size', `size must be less than ${LARGEST}`);
  if (size === 0) throw refused('size', 'size must be greater than or equal to 1');
  if (release.assets.length >= MOST_ASSETS)
    throw refused('file_count', `file_count limited to ${MOST_ASSETS} assets per release`);
  const name = storedName(url.searchParams.get('name') ?? '');
  if (release.assets.some((asset) => asset.name === name))
    throw validationFailed({ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' });
  return { repository, release, name };
}

/** What GitHub makes of a name: what is not plain becomes a dot, what is not Latin goes, and something must be left. */
export function storedName(name: string): string {
  const plain = name.replaceAll(/[^\p{ASCII}]/gu, '').replaceAll(/[^A-Za-z0-9_-]+/g, '.');
  if (plain === '') return 'default';
  return plain.startsWith('.') ? `default${plain}` : plain;
}

function startAsset(
  world: World,
  { release, name }: Place,
  uploader: string,
  contentType = 'application/octet-stream',
) {
  const asset: StoredAsset = {
    id: world.store.takeId(),
    name,
    contentType,
    state: 'starter',
    size: 0,
    uploader,
    createdAt: world.clock.now(),
    downloads: 0,
  };
  release.assets.push(asset);
  world.store.save();
  return asset;
}

/** Keeps what comes; false when the line broke, and then the asset stays a `starter`. */
async function receive({ world, request }: Exchange, asset: StoredAsset): Promise<boolean> {
  const cut = world.faults.peek('uploadCut');
  const file = world.store.assetFile(asset.id);
  await mkdir(dirname(file), { recursive: true });
  const sink = createWriteStream(file);
  const hash = createHash('sha256');
  let size = 0;
  let isWhole = true;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (cut && size > cut.afterBytes) {
        world.faults.take('uploadCut');
        isWhole = false;
        break;
      }
      hash.update(chunk);
      if (!sink.write(chunk)) await once(sink, 'drain');
    }
  } catch {
    isWhole = false;
  }
  sink.end();
  await once(sink, 'close');
  if (!isWhole || size !== Number(request.headers['content-length'])) return false;
  Object.assign(asset, { state: 'uploaded', size, sha256: hash.digest('hex') });
  world.store.save();
  return true;
}

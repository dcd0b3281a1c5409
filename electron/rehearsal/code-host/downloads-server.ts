import { createReadStream } from 'node:fs';
import { createHostServer, type Exchange, type HostServer, type Tls, type World } from './host-server';
import { signatureOf } from './release-routes';

/** The third host, which hands out assets by signed addresses and wants no token: a second way to sign in is refused. */
export function createDownloadsServer(world: World, tls?: Tls): HostServer {
  return createHostServer('downloads', world, () => 'download', answerDownload, tls);
}

async function answerDownload(exchange: Exchange): Promise<void> {
  const { world, url, request } = exchange;
  const refuse = (status: number, code: string) =>
    void exchange
      .head(status, { 'content-type': 'application/xml' })
      .end(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`);
  const id = Number(/^\/assets\/(\d+)$/.exec(url.pathname)?.[1]);
  const until = Number(url.searchParams.get('se'));
  if (request.headers.authorization !== undefined) return refuse(400, 'InvalidAuthenticationInfo');
  if (url.searchParams.get('sig') !== signatureOf(id, until) || until < world.clock.now())
    return refuse(403, 'AuthenticationFailed');
  const asset = world.store.state.repositories
    .flatMap(({ releases }) => releases)
    .flatMap(({ assets }) => assets)
    .find((each) => each.id === id);
  if (!asset) return refuse(404, 'BlobNotFound');

  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const cut = world.faults.peek('downloadCut');
  const tampered = world.faults.take('downloadTampered');
  exchange.head(start > 0 ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': asset.size - start,
    'accept-ranges': 'bytes',
    ...(start > 0 ? { 'content-range': `bytes ${start}-${asset.size - 1}/${asset.size}` } : {}),
  });
  await send(exchange, world.store.assetFile(id), {
    start,
    cutAfter: cut?.afterBytes,
    isTampered: tampered !== undefined,
  });
}

async function send(
  exchange: Exchange,
  file: string,
  { start, cutAfter, isTampered }: { start: number; cutAfter: number | undefined; isTampered: boolean },
): Promise<void> {
  const { response, world } = exchange;
  let sent = 0;
  for await (const chunk of createReadStream(file, { start }) as AsyncIterable<Buffer>) {
    if (isTampered && sent === 0 && chunk.length > 0)
      chunk[chunk.length >> 1] = ~(chunk[chunk.length >> 1] ?? 0) & 0xff;
    sent += chunk.length;
    if (cutAfter !== undefined && sent > cutAfter) {
      await written(exchange, chunk.subarray(0, Math.max(0, cutAfter - (sent - chunk.length))));
      world.faults.take('downloadCut');
      return exchange.drop();
    }
    await written(exchange, chunk);
    if (response.destroyed) return;
  }
  response.end();
}

function written({ response }: Exchange, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    response.once('close', resolve);
    response.write(chunk, () => {
      response.off('close', resolve);
      resolve();
    });
  });
}

/**
 * A registry whose only image never arrives: manifest and config are served, the layer stops after some bytes with
 * the connection open. Run by Node itself inside a network namespace: `node stalling-registry.ts <port>`.
 * Pull `127.0.0.1:<port>/lab/stalling:1`.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const LAYER_BYTES = 8_000_000;
const layer = `sha256:${'5'.repeat(64)}`;
const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64';
const config = Buffer.from(
  JSON.stringify({ architecture, os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: [layer] } }),
);
const docker = 'application/vnd.docker';
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: `${docker}.distribution.manifest.v2+json`,
    config: { mediaType: `${docker}.container.image.v1+json`, size: config.length, digest: digestOf(config) },
    layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, size: LAYER_BYTES, digest: layer }],
  }),
);

const server = createServer((request, response) => {
  const url = request.url ?? '';
  const body = url.includes('/manifests/') ? manifest : url.endsWith(digestOf(config)) ? config : undefined;
  if (body) {
    response.writeHead(200, {
      'content-type': url.includes('/manifests/')
        ? `${docker}.distribution.manifest.v2+json`
        : 'application/json',
      'content-length': body.length,
      'docker-content-digest': digestOf(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  } else if (url.endsWith(layer)) {
    response.writeHead(200, { 'content-length': LAYER_BYTES });
    if (request.method === 'HEAD') response.end();
    else response.write(Buffer.alloc(600_000, 1));
  } else {
    response.end('{}');
  }
});
server.listen(Number(process.argv[2]), '127.0.0.1');

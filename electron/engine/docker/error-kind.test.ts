import { describe, expect, test } from 'vitest';
import { EngineError, type EngineErrorKind } from '../engine';
import { kindOfAnswer, toEngineError } from './error-kind';

/** Answers as engines gave them (Docker 20.10, 26.1, 28.5 in both stores, Podman 4.3). */
const ANSWERS: [EngineErrorKind, number | undefined, string][] = [
  [
    'nameConflict',
    409,
    'Conflict. The container name "/x" is already in use by container "9f8e". You have to remove (or rename) that container to be able to reuse that name.',
  ],
  [
    'nameConflict',
    500,
    'creating container storage: the container name "x" is already in use by 9f8e. You have to remove that container to be able to reuse that name: that name is already in use',
  ],
  ['imageMissing', 404, 'No such image: lab/nowhere:9'],
  ['imageMissing', 404, 'lab/nowhere:9: image not known'],
  [
    'portInUse',
    500,
    'driver failed programming external connectivity on endpoint x (e4d1): Error starting userland proxy: listen tcp4 127.0.0.1:38080: bind: address already in use',
  ],
  [
    'portInUse',
    500,
    'failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port for 127.0.0.1:38080:172.17.0.3:80/tcp: address already in use',
  ],
  [
    'portInUse',
    500,
    'driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:38080 failed: port is already allocated',
  ],
  [
    'portInUse',
    500,
    'cannot listen on the TCP port: listen tcp4 127.0.0.1:38080: bind: address already in use',
  ],
  [
    'portInUse',
    500,
    'Ports are not available: exposing port TCP 127.0.0.1:38080 -> 0.0.0.0:0: listen tcp 127.0.0.1:38080: bind: Only one usage of each socket address is normally permitted.',
  ],
  [
    'badCommand',
    400,
    'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "/x": stat /x: no such file or directory: unknown',
  ],
  [
    'badCommand',
    400,
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/x": stat /x: no such file or directory: unknown',
  ],
  [
    'badCommand',
    400,
    'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "x": executable file not found in $PATH: unknown',
  ],
  ['badRequest', 400, 'invalid mount config for type "bind": bind source path does not exist: /nowhere'],
  ['badRequest', 400, 'Minimum memory limit allowed is 6MB'],
  ['badRequest', 400, 'invalid reference format: repository name must be lowercase'],
  ['nameConflict', 409, 'network with name x already exists'],
  ['inUse', 403, 'error while removing network: network x id 6f1a has active endpoints'],
  ['inUse', 409, 'remove v: volume is in use - [9f8e]'],
  [
    'inUse',
    409,
    'conflict: unable to remove repository reference "lab/busybox:1" (must force) - container 9f8e is using its referenced image 1a2b',
  ],
  [
    'inUse',
    409,
    'conflict: unable to delete 1a2b (cannot be forced) - image is being used by running container 9f8e',
  ],
  [
    'inUse',
    409,
    'You cannot remove a running container 9f8e. Stop the container before attempting removal or force remove',
  ],
  [
    'inUse',
    409,
    'cannot remove container "/x": container is running: stop the container before removing or force remove',
  ],
  ['notFound', 409, 'removal of container 9f8e is already in progress'],
  ['notFound', 409, 'can not get logs from container which is dead or marked for removal'],
  ['notFound', 404, 'No such container: x'],
  ['notFound', 404, 'network x not found'],
  ['notFound', 404, 'get x: no such volume'],
  ['notRunning', 409, 'Container 9f8e is not running'],
  ['notRunning', 409, 'Container 9f8e is paused, unpause the container before exec'],
  [
    'noFreezer',
    500,
    'Cannot pause container 9f8e: OCI runtime pause failed: cannot toggle freezer: cgroups not configured for container: unknown',
  ],
  ['noFreezer', 500, 'Cannot pause container 9f8e: OCI runtime pause failed: unable to freeze: unknown'],
  ['badRequest', 500, 'Error processing tar file(exit status 1): archive/tar: invalid tar header'],
  ['noFreezer', 500, 'can not pause containers on rootless containers with cgroup V1'],
  ['notRunning', 409, 'Cannot kill container: 9f8e: Container 9f8e is not running'],
  ['notRunning', 409, 'container stopped/paused'],
  ['apiVersion', 400, 'client version 1.44 is too new. Maximum supported API version is 1.41'],
  [
    'apiVersion',
    400,
    'client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
  ],
  ['tagMissing', 404, 'manifest for registry.example/x:y not found: manifest unknown: manifest unknown'],
  ['tagMissing', 404, 'failed to resolve reference "registry.example/x:y": registry.example/x:y: not found'],
  [
    'dns',
    500,
    'Get "https://registry.example/v2/": dial tcp: lookup registry.example on 192.0.2.53:53: no such host',
  ],
  ['network', 500, 'Get "https://registry.example/v2/": dial tcp 192.0.2.1:443: connect: connection refused'],
  ['network', 500, 'Get "https://registry.example/v2/": net/http: TLS handshake timeout'],
  [
    'network',
    500,
    'Get "https://registry.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  ['network', undefined, 'unexpected EOF'],
  ['tls', 500, 'Get "https://registry.example/v2/": x509: certificate signed by unknown authority'],
  ['tls', 500, 'Get "https://registry.example/v2/": http: server gave HTTP response to HTTPS client'],
  ['auth', 500, 'Get "https://registry.example/v2/x/manifests/y": no basic auth credentials'],
  [
    'auth',
    500,
    'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
  ],
  ['auth', 500, 'unauthorized: incorrect username or password'],
  [
    'auth',
    500,
    'failed to resolve reference "registry.example/x:y": unexpected status from HEAD request to https://registry.example/v2/x/manifests/y: 401 Unauthorized',
  ],
  ['denied', 500, 'denied'],
  ['denied', 403, 'denied: requested access to the resource is denied'],
  [
    'denied',
    500,
    'error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html>"',
  ],
  [
    'denied',
    404,
    "pull access denied for registry.example/x, repository does not exist or may require 'docker login'",
  ],
  [
    'denied',
    500,
    'failed to resolve reference "registry.example/x:y": unexpected status from HEAD request to https://registry.example/v2/x/manifests/y: 403 Forbidden',
  ],
  [
    'rateLimited',
    500,
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
  ],
  ['rateLimited', 429, 'toomanyrequests: You have reached your unauthenticated pull rate limit.'],
  [
    'rateLimited',
    500,
    'failed to resolve reference "registry.example/x:y": unexpected status from HEAD request to https://registry.example/v2/x/manifests/y: 429 Too Many Requests',
  ],
  [
    'rateLimited',
    undefined,
    'error pulling image configuration: download failed after attempts=1: toomanyrequests: slow down',
  ],
  ['registryError', 500, 'received unexpected HTTP status: 503 Service Unavailable'],
  [
    'registryError',
    undefined,
    'error pulling image configuration: download failed after attempts=1: unknown blob',
  ],
  [
    'registryError',
    undefined,
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://registry.example/v2/x/blobs/sha256:ae: 503 Service Unavailable',
  ],
  [
    'registryError',
    undefined,
    'could not fetch content descriptor sha256:ae (application/vnd.docker.image.rootfs.diff.tar.gzip) from remote: not found',
  ],
  ['platform', undefined, 'no matching manifest for linux/amd64 in the manifest list entries'],
  [
    'platform',
    404,
    'image with reference x was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
  ],
  [
    'platform',
    404,
    'image with reference x was found but does not provide the specified platform (linux/arm64)',
  ],
  ['corrupt', undefined, 'filesystem layer verification failed for digest sha256:58'],
  [
    'corrupt',
    undefined,
    'failed commit on ref "layer-sha256:58": commit failed: unexpected commit digest sha256:6f, expected sha256:58: failed precondition',
  ],
  [
    'corrupt',
    undefined,
    'writing blob: storing blob to file "/var/tmp/storage1/3": happened during read: Digest did not match, expected sha256:c6, got sha256:d7',
  ],
  ['diskFull', undefined, 'write /var/lib/docker/tmp/GetImageBlob1: no space left on device'],
  [
    'diskFull',
    undefined,
    'failed to extract layer sha256:58: mount callback failed: write /var/lib/containerd/x: no space left on device',
  ],
  ['unknown', 500, 'something nobody has seen before'],
];

describe('an answer of the engine', () => {
  test.each(ANSWERS)('%s: %s %s', (kind, status, message) => {
    expect(kindOfAnswer(message, status)).toBe(kind);
  });

  test('without a telling text is judged by its status', () => {
    expect(kindOfAnswer('', 400)).toBe('badRequest');
    expect(kindOfAnswer('', 404)).toBe('notFound');
    expect(kindOfAnswer('', 409)).toBe('inUse');
    expect(kindOfAnswer('', 500)).toBe('unknown');
  });
});

describe('a failure of the transport', () => {
  test.each([
    ['ENOENT', 'engineGone'],
    ['ECONNREFUSED', 'engineGone'],
    ['ECONNRESET', 'engineGone'],
    ['EACCES', 'permission'],
    ['ABORT_ERR', 'cancelled'],
    ['EWHATEVER', 'unknown'],
  ])('%s is %s', (code, kind) => {
    expect(toEngineError(Object.assign(new Error('connect'), { code })).kind).toBe(kind);
  });

  test("the engine's own text is kept, from JSON or without the client's prefix", () => {
    const text = 'No such container: x';
    const error = Object.assign(new Error(`(HTTP code 404) no such container - ${text} `), {
      statusCode: 404,
    });
    expect(toEngineError(error)).toMatchObject({ kind: 'notFound', engineMessage: text, statusCode: 404 });
    expect(toEngineError(Object.assign(error, { json: { message: text } })).engineMessage).toBe(text);
  });

  test('an EngineError stays the same one', () => {
    const error = new EngineError('stalled', 'x');
    expect(toEngineError(error)).toBe(error);
  });
});

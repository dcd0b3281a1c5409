import { chmod, link, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../lib/clock';
import { createManualClock } from '../../lib/manual-clock';
import type { EngineProbe } from '../engine';
import { createDockerHost } from './docker-host';
import type { Machine } from './machine';
import { rehearsedMachine } from './testing/rehearsed-machine';
import { pingHeaders, startTinyDaemon, type TinyDaemon } from './testing/tiny-daemon';

let root: string;
let daemons: TinyDaemon[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'botpier-host-'));
  daemons = [];
});
afterEach(async () => {
  for (const daemon of daemons) await daemon[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const info = { ServerVersion: '26.1.5', Architecture: 'x86_64', MemTotal: 8e9, NCPU: 4 };
const version = { Version: '26.1.5', Components: [{ Name: 'Engine' }] };

/** An engine behind a socket at that path below `root`. */
async function engineAt(
  path: string,
  headers: Record<string, string> = pingHeaders,
  status = 200,
): Promise<string> {
  const daemon = await startTinyDaemon((request, response) => {
    if (request.url?.startsWith('/_ping')) response.writeHead(status, headers).end();
    else response.end(JSON.stringify(request.url?.includes('/info') ? info : version));
  }, true);
  daemons.push(daemon);
  const place = join(root, path);
  await mkdir(dirname(place), { recursive: true });
  await symlink(daemon.socketPath, place);
  return `unix://${place}`;
}

function hostOn(parts: Partial<Machine> & { files?: Record<string, string> } = {}, clock = systemClock) {
  const machine = rehearsedMachine({ root, home: join(root, 'home'), ...parts });
  return { host: createDockerHost({ clock, machine }), machine };
}

const probe = (parts?: Parameters<typeof hostOn>[0], choice = ''): Promise<EngineProbe> =>
  hostOn(parts).host.probe(choice);

describe('looking for an engine', () => {
  test('finds the one that runs, with its facts, and the same object again', async () => {
    const endpoint = await engineAt('var/run/docker.sock');
    const { host } = hostOn();
    const found = await host.probe('');
    expect(found).toMatchObject({
      kind: 'running',
      endpoint,
      info: { product: 'Docker', version: '26.1.5', architecture: 'amd64', cpus: 4 },
    });
    const again = await host.probe('');
    if (found.kind !== 'running' || again.kind !== 'running') throw new Error('not running');
    expect(again.engine).toBe(found.engine);
    await found.engine.close();
  });

  test('DOCKER_HOST is taken before the usual places, and these when it is dead', async () => {
    const usual = await engineAt('var/run/docker.sock');
    const mine = await engineAt('mine.sock');
    expect(await probe({ env: { DOCKER_HOST: mine } })).toMatchObject({ kind: 'running', endpoint: mine });
    const env = { DOCKER_HOST: `unix://${root}/gone.sock` };
    expect(await probe({ env })).toMatchObject({ kind: 'running', endpoint: usual });
    expect(await probe({ env: { DOCKER_HOST: 'ssh://u@box' } })).toMatchObject({ endpoint: usual });
  });

  test('on a Mac the usual places come in their order', async () => {
    const orb = await engineAt('home/.orbstack/run/docker.sock');
    expect(await probe({ platform: 'darwin' })).toMatchObject({ kind: 'running', endpoint: orb });
    const desktop = await engineAt('home/.docker/run/docker.sock');
    expect(await probe({ platform: 'darwin' })).toMatchObject({ kind: 'running', endpoint: desktop });
  });

  test("the user's own choice is not replaced by another", async () => {
    await engineAt('var/run/docker.sock');
    expect(await probe({}, `unix://${root}/gone.sock`)).toEqual({ kind: 'absent' });
    expect(await probe({}, 'nonsense')).toMatchObject({ kind: 'unknown', endpoint: 'nonsense' });
  });
});

describe('what does not run is told apart', () => {
  test('nothing anywhere', async () => {
    expect(await probe()).toEqual({ kind: 'absent' });
  });

  test('a socket nobody serves any more', async () => {
    const path = join(root, 'var/run/docker.sock');
    await mkdir(dirname(path), { recursive: true });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(root, 'first.sock'), resolve));
    await link(join(root, 'first.sock'), path);
    await new Promise((resolve) => server.close(resolve));
    expect(await probe()).toEqual({ kind: 'stopped', product: 'Docker', canStart: false });
  });

  test('Windows containers, too old, not an engine, not up yet', async () => {
    const endpoint = await engineAt('a.sock', { ...pingHeaders, ostype: 'windows' });
    expect(await probe({}, endpoint)).toEqual({ kind: 'windowsContainers', endpoint });
    const old = await engineAt('b.sock', { ...pingHeaders, 'api-version': '1.40' });
    expect(await probe({}, old)).toEqual({ kind: 'tooOld', endpoint: old, version: '26.1.5' });
    const other = await engineAt('c.sock', {});
    expect(await probe({}, other)).toMatchObject({ kind: 'unknown', endpoint: other });
    const starting = await engineAt('d.sock', {}, 503);
    expect(await probe({}, starting)).toEqual({ kind: 'hung', endpoint: starting });
  });

  test('one that takes the call and says nothing for three seconds', async () => {
    const asked = Promise.withResolvers<void>();
    const daemon = await startTinyDaemon(() => asked.resolve(), true);
    daemons.push(daemon);
    const clock = createManualClock();
    const endpoint = `unix://${daemon.socketPath}`;
    const probing = hostOn({}, clock).host.probe(endpoint);
    await asked.promise;
    await clock.advance(2_999);
    expect(await Promise.race([probing, 'still asking'])).toBe('still asking');
    await clock.advance(1);
    expect(await probing).toEqual({ kind: 'hung', endpoint });
  });

  test.skipIf(process.getuid?.() === 0)('one that does not let this user in', async () => {
    const endpoint = await engineAt('locked/docker.sock');
    await chmod(join(root, 'locked'), 0);
    expect(await probe({}, endpoint)).toEqual({ kind: 'noPermission', endpoint });
    await chmod(join(root, 'locked'), 0o700);
  });
});

describe('what is installed', () => {
  test.each([
    ['win32', 'C:\\Program Files\\Docker\\Docker\\Docker Desktop.exe', 'Docker Desktop'],
    ['darwin', '/Applications/OrbStack.app', 'OrbStack'],
    ['darwin', '/Applications/Docker.app', 'Docker Desktop'],
    ['darwin', '/opt/homebrew/bin/colima', 'Colima'],
    ['linux', '/usr/bin/podman', 'Podman'],
  ] as const)('%s: %s is %s', async (platform, path, product) => {
    const files = { [path]: '', '/usr/bin/systemctl': '' };
    expect(await probe({ platform, files })).toEqual({ kind: 'stopped', product, canStart: true });
  });

  test.each([
    [
      'win32',
      'C:\\Program Files\\Docker\\Docker\\Docker Desktop.exe',
      'C:\\Program Files\\Docker\\Docker\\Docker Desktop.exe',
    ],
    ['darwin', '/Applications/Docker.app', '/usr/bin/open -g -a Docker'],
    ['darwin', '/usr/local/bin/colima', '/usr/local/bin/colima start'],
    ['linux', '/lib/systemd/system/docker.service', '/usr/bin/pkexec /usr/bin/systemctl start docker'],
    ['linux', '/opt/docker-desktop', '/usr/bin/systemctl --user start docker-desktop'],
  ] as const)('%s: %s is started by %s', async (platform, path, line) => {
    const { host, machine } = hostOn({
      platform,
      files: { [path]: '', '/usr/bin/pkexec': '', '/usr/bin/systemctl': '' },
    });
    await host.start();
    expect(machine.started).toEqual([line]);
  });

  test('without the means to start it, that is said', async () => {
    const files = { '/lib/systemd/system/docker.service': '' };
    expect(await probe({ files })).toEqual({ kind: 'stopped', product: 'Docker', canStart: false });
    await expect(hostOn({ files }).host.start()).rejects.toMatchObject({ kind: 'notFound' });
    await expect(hostOn().host.start()).rejects.toMatchObject({ kind: 'notFound' });
  });

  test('a start that is refused tells why', async () => {
    const run = async () => {
      throw new Error('Request dismissed');
    };
    const { host } = hostOn({ platform: 'darwin', files: { '/Applications/Docker.app': '' }, run });
    await expect(host.start()).rejects.toMatchObject({
      kind: 'permission',
      engineMessage: 'Request dismissed',
    });
  });
});

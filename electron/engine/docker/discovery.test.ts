import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findCandidates } from './discovery';
import { rehearsedMachine } from './testing/rehearsed-machine';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const meta = (host: string) => JSON.stringify({ Name: 'x', Endpoints: { docker: { Host: host } } });
const context = (name: string, host: string, folder = '/home/u/.docker') => ({
  [`${folder}/contexts/meta/${sha256(name)}/meta.json`]: meta(host),
});
const config = (currentContext: string) => ({
  '/home/u/.docker/config.json': JSON.stringify({ currentContext }),
});

async function named(choice: string, parts: Parameters<typeof rehearsedMachine>[0]): Promise<string[]> {
  return (await findCandidates(choice, rehearsedMachine(parts))).named.map(({ address }) => address);
}

describe('what somebody decided on', () => {
  const files = {
    ...context('far', 'tcp://far:1'),
    ...context('near', 'unix:///near.sock'),
    ...config('near'),
  };

  test("the user's choice is the only place", async () => {
    const found = await findCandidates(
      ' unix:///mine.sock ',
      rehearsedMachine({ env: { DOCKER_HOST: 'x' }, files }),
    );
    expect(found).toEqual({ named: [{ address: 'unix:///mine.sock', tls: undefined }], known: [] });
  });

  test('DOCKER_HOST weighs more than a context, DOCKER_CONTEXT more than the one in the settings', async () => {
    expect(await named('', { files })).toEqual(['unix:///near.sock']);
    expect(await named('', { files, env: { DOCKER_CONTEXT: 'far' } })).toEqual(['tcp://far:1']);
    expect(await named('', { files, env: { DOCKER_HOST: 'tcp://h:2', DOCKER_CONTEXT: 'far' } })).toEqual([
      'tcp://h:2',
      'tcp://far:1',
    ]);
  });

  test('the default context, a missing one and broken settings name nothing', async () => {
    expect(await named('', { files: config('default') })).toEqual([]);
    expect(await named('', { files: config('nowhere') })).toEqual([]);
    expect(await named('', { files: { '/home/u/.docker/config.json': '{ not json' } })).toEqual([]);
    expect(await named('', { files, env: { DOCKER_CONTEXT: 'default' } })).toEqual([]);
  });

  test('DOCKER_CONFIG moves the settings, also on Windows', async () => {
    const moved = {
      '/c/config.json': JSON.stringify({ currentContext: 'x' }),
      ...context('x', 'tcp://x:1', '/c'),
    };
    expect(await named('', { files: moved, env: { DOCKER_CONFIG: '/c' } })).toEqual(['tcp://x:1']);
    const home = 'C:\\Users\\u';
    const windows = {
      [`${home}\\.docker\\config.json`]: JSON.stringify({ currentContext: 'desktop-linux' }),
      [`${home}\\.docker\\contexts\\meta\\${sha256('desktop-linux')}\\meta.json`]: meta(
        'npipe:////./pipe/dockerDesktopLinuxEngine',
      ),
    };
    expect(await named('', { platform: 'win32', home, files: windows })).toEqual([
      'npipe:////./pipe/dockerDesktopLinuxEngine',
    ]);
  });

  test('TLS material comes with the context or with DOCKER_CERT_PATH', async () => {
    const pem = (folder: string) => ({
      [`${folder}/ca.pem`]: 'CA',
      [`${folder}/cert.pem`]: 'CERT',
      [`${folder}/key.pem`]: 'KEY',
    });
    const tls = { ca: 'CA', cert: 'CERT', key: 'KEY' };
    const withContext = { ...files, ...pem(`/home/u/.docker/contexts/tls/${sha256('far')}/docker`) };
    const far = rehearsedMachine({ files: withContext, env: { DOCKER_CONTEXT: 'far' } });
    expect((await findCandidates('', far)).named).toEqual([{ address: 'tcp://far:1', tls }]);
    const env = { DOCKER_HOST: 'tcp://h:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    const host = rehearsedMachine({ files: pem('/certs'), env });
    expect((await findCandidates('', host)).named).toEqual([{ address: 'tcp://h:2376', tls }]);
  });
});

describe('the usual places', () => {
  test.each([
    [
      'linux',
      {},
      [
        'unix:///var/run/docker.sock',
        'unix:///run/user/1000/docker.sock',
        'unix:///home/u/.docker/desktop/docker.sock',
        'unix:///home/u/.colima/default/docker.sock',
        'unix:///home/u/.config/colima/default/docker.sock',
        'unix:///home/u/.rd/docker.sock',
        'unix:///run/user/1000/podman/podman.sock',
      ],
    ],
    [
      'darwin',
      { TMPDIR: '/tmp/x/', COLIMA_HOME: '/colima' },
      [
        'unix:///home/u/.docker/run/docker.sock',
        'unix:///var/run/docker.sock',
        'unix:///home/u/.orbstack/run/docker.sock',
        'unix:///colima/default/docker.sock',
        'unix:///home/u/.config/colima/default/docker.sock',
        'unix:///home/u/.rd/docker.sock',
        'unix:///tmp/x/podman/podman-machine-default-api.sock',
      ],
    ],
    [
      'win32',
      {},
      [
        'npipe:////./pipe/dockerDesktopLinuxEngine',
        'npipe:////./pipe/docker_engine',
        'npipe:////./pipe/podman-machine-default',
      ],
    ],
  ] as const)('of %s', async (platform, env, places) => {
    const { known } = await findCandidates('', rehearsedMachine({ platform, env }));
    expect(known.map(({ address }) => address)).toEqual(places);
  });

  test('are not asked twice', async () => {
    const env = { XDG_RUNTIME_DIR: '/run/user/1000', DOCKER_HOST: 'unix:///var/run/docker.sock' };
    const { named: first, known } = await findCandidates('', rehearsedMachine({ env }));
    const all = [...first, ...known].map(({ address }) => address);
    expect(new Set(all).size).toBe(all.length);
  });

  test("root's own Podman is asked only by root", async () => {
    const addresses = async (uid: number) =>
      (await findCandidates('', rehearsedMachine({ uid }))).known.map(({ address }) => address);
    expect(await addresses(0)).toContain('unix:///run/podman/podman.sock');
    expect(await addresses(1000)).not.toContain('unix:///run/podman/podman.sock');
  });
});

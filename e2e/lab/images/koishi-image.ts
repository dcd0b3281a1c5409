import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { command } from '../engine/command';
import type { PackedImage, PackedLayer } from '../engine/publish-image';
import { ensureLayer } from './layer';
import { ensureNodeLayer, NODE_PATH } from './node-layer';

const YARN = '4.12.0';
const YARN_PATH = `.yarn/releases/yarn-${YARN}.cjs`;

/** What the boilerplate brings, as far as it can be had everywhere. */
const DEPENDENCIES = {
  '@koishijs/plugin-auth': '^4.1.6',
  '@koishijs/plugin-commands': '^3.5.5',
  '@koishijs/plugin-config': '^2.8.6',
  '@koishijs/plugin-console': '^5.30.11',
  '@koishijs/plugin-database-sqlite': '^4.7.0',
  '@koishijs/plugin-help': '^2.4.6',
  '@koishijs/plugin-http': '^0.6.3',
  '@koishijs/plugin-locales': '^2.5.3',
  '@koishijs/plugin-logger': '^2.6.9',
  '@koishijs/plugin-proxy-agent': '^0.3.3',
  '@koishijs/plugin-server': '^3.2.9',
  '@koishijs/plugin-status': '^7.4.10',
  koishi: '^4.18.11',
};

const MANIFEST = {
  name: '@root/koishi',
  version: '0.0.0',
  private: true,
  files: ['.env', 'koishi.yml'],
  scripts: { start: 'koishi start' },
  dependencies: DEPENDENCIES,
  packageManager: `yarn@${YARN}`,
};

const YARN_RC = {
  enableGlobalCache: true,
  nodeLinker: 'node-modules',
  npmRegistryServer: 'https://registry.npmmirror.com',
  yarnPath: YARN_PATH,
};

const KOISHI_YML = {
  plugins: {
    'group:server': { 'server:lab1': { port: 5140, maxPort: 5149 } },
    'group:basic': { 'commands:lab2': {}, 'help:lab3': {}, 'http:lab4': {}, 'locales:lab5': {} },
    'group:console': { 'console:lab6': { open: true }, '~auth:lab7': {}, 'status:lab8': {} },
    'group:storage': { 'database-sqlite:lab9': { path: 'data/koishi.db' } },
  },
};

/** Lays the volume out at the first start; the boilerplate itself would listen to its own container alone. */
const ENTRYPOINT = `#!/bin/sh
set -e
chown -R root:root /koishi
if [ ! -e /koishi/package.json ]; then
  unzip -q /boilerplate.zip -d /koishi
  sed -i '/maxPort:/{p;s/maxPort:.*/host: 0.0.0.0/}' /koishi/koishi.yml
fi
exec "$@"
`;

const YARN_COMMAND = `#!/bin/sh\nexec node /koishi/${YARN_PATH} "$@"\n`;

/** Shaped like `koishijs/koishi:v1.16.1-lite`, with the real Koishi in it, installed from `npmRegistry`. */
export async function koishiImage(npmRegistry: string): Promise<Omit<PackedImage, 'repository' | 'tag'>> {
  return {
    layers: [await ensureNodeLayer(), await ensureBoilerplateLayer(npmRegistry)],
    config: {
      Env: [NODE_PATH, 'NODE_ENV=production'],
      Entrypoint: ['/entrypoint.sh'],
      Cmd: ['yarn', 'start'],
      WorkingDir: '/koishi',
      Volumes: { '/koishi': {} },
    },
  };
}

function ensureBoilerplateLayer(npmRegistry: string): Promise<PackedLayer> {
  const ingredients = [YARN, MANIFEST, YARN_RC, KOISHI_YML, ENTRYPOINT, YARN_COMMAND];
  return ensureLayer('koishi', ingredients, async (root) => {
    const work = await mkdtemp(`${root}-`);
    await makeBoilerplate(join(work, 'koishi'), work, npmRegistry);
    await zipFolder(join(work, 'koishi'), join(root, 'boilerplate.zip'));
    await writeProgram(join(root, 'entrypoint.sh'), ENTRYPOINT);
    await writeProgram(join(root, 'usr/local/bin/yarn'), YARN_COMMAND);
    await mkdir(join(root, 'koishi'));
    await rm(work, { recursive: true });
  });
}

async function makeBoilerplate(folder: string, work: string, npmRegistry: string): Promise<void> {
  const packed = await command('npm', [
    ...['pack', '--silent', '--registry', npmRegistry, '--pack-destination', work],
    `@yarnpkg/cli-dist@${YARN}`,
  ]);
  await command('tar', ['-xzf', join(work, packed.trim()), '-C', work]);
  await mkdir(dirname(join(folder, YARN_PATH)), { recursive: true });
  await copyFile(join(work, 'package/bin/yarn.js'), join(folder, YARN_PATH));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(MANIFEST, null, 2)}\n`);
  await writeFile(join(folder, '.yarnrc.yml'), stringify(YARN_RC));
  await writeFile(join(folder, '.env'), '');
  await writeFile(join(folder, 'koishi.yml'), stringify(KOISHI_YML));
  await writeFile(join(folder, 'yarn.lock'), '');
  await command(process.execPath, [join(folder, YARN_PATH), 'install'], {
    cwd: folder,
    env: {
      YARN_NPM_REGISTRY_SERVER: npmRegistry,
      YARN_UNSAFE_HTTP_WHITELIST: new URL(npmRegistry).hostname,
      YARN_GLOBAL_FOLDER: join(work, 'yarn'),
      YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
      YARN_ENABLE_SCRIPTS: 'false',
      YARN_ENABLE_TELEMETRY: '0',
    },
  });
}

function zipFolder(folder: string, file: string): Promise<string> {
  return command('zip', ['-q', '-r', '-y', '-1', file, '.'], { cwd: folder });
}

async function writeProgram(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
}

import { homedir, tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Bot, KeyPoolChoice } from '../../../contract/bot';
import type { StackId } from '../../../contract/ids';
import { defineWithBlanks, type ExportInput } from '../blanks';
import { secretsOf, TEST_ACCOUNT, testInput } from '../test-export';
import { composeFolder } from './compose-folder';
import { keepFilledIn } from './env-file';

const STACKS: StackId[] = ['koishi', 'astrbot'];

const Compose = z.object({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string(),
      environment: z.record(z.string(), z.string()).default({}),
      ports: z.array(z.string()).default([]),
      volumes: z.array(z.string()),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      mem_limit: z.number(),
      security_opt: z.array(z.string()),
      logging: z.object({ options: z.record(z.string(), z.string()) }),
    }),
  ),
  volumes: z.record(z.string(), z.object({})),
  secrets: z.record(z.string(), z.object({ environment: z.string() })),
});

function folderOf(input: ExportInput, withSecrets = false): Map<string, string> {
  const files = composeFolder({ bot: input.bot.id, ...defineWithBlanks(input), withSecrets });
  return new Map(files.map(({ path, content }) => [path, content]));
}

const composeOf = (folder: Map<string, string>) => Compose.parse(parse(folder.get('compose.yaml') ?? ''));

describe.each(STACKS)('the folder of %s', (stack) => {
  const input = testInput(stack);

  it('holds no secret, no account and no path of this machine', () => {
    const all = [...folderOf(input)].flat().join('\n');
    for (const secret of secretsOf(input)) expect(all.includes(secret)).toBe(false);
    expect(all).not.toContain(TEST_ACCOUNT);
    for (const path of [process.cwd(), homedir(), tmpdir()]) expect(all.includes(`${path}/`)).toBe(false);
  });

  it('holds the secrets in .env alone when they are asked for', () => {
    const folder = folderOf(input, true);
    const env = folder.get('.env') ?? '';
    folder.delete('.env');
    const rest = [...folder].flat().join('\n');
    for (const secret of secretsOf(input).filter((one) => env.includes(one)))
      expect(rest.includes(secret)).toBe(false);
    for (const secret of secretsOf(input)) expect(env).toContain(`='${secret}'`);
  });

  it('names no marker that stood for a secret', () => {
    const { services, blanks } = defineWithBlanks(input);
    const files = composeFolder({ bot: input.bot.id, services, blanks, withSecrets: true });
    const all = files.map(({ content }) => content).join('\n');
    for (const { marker } of blanks) expect(all.includes(marker)).toBe(false);
  });

  it('names images by their tags, also of a bot that knows their digests', () => {
    const names = (of: ExportInput) =>
      Object.values(composeOf(folderOf(of)).services).map(({ image }) => image);
    const digest = `sha256:${'0'.repeat(64)}`;
    const versions = Object.fromEntries(
      defineWithBlanks(input).services.map(({ info, definition }) => [
        info.name,
        {
          version: info.version,
          image: definition.image,
          reference: definition.image,
          digest,
          plugins: info.versions[0].plugins?.name,
        },
      ]),
    );
    const known = { ...input, bot: Bot.parse({ ...input.bot, versions }) };
    expect(Object.keys(known.bot.versions ?? {})).toContain('napcat');
    expect(names(known)).toEqual(names(input));
  });

  it('publishes on loopback alone, limits memory and logs, and names no container', () => {
    const { services } = composeOf(folderOf(input));
    expect(Object.keys(services)).toContain('napcat');
    for (const [name, service] of Object.entries(services)) {
      expect(service, name).not.toHaveProperty('container_name');
      expect(service.mem_limit, name).toBeGreaterThan(0);
      expect(service.security_opt, name).toEqual(['no-new-privileges']);
      expect(service.logging.options, name).toEqual({ 'max-size': '10m', 'max-file': '3' });
      for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{[A-Z_]+_PORT:-\d+\}:\d+$/);
      for (const volume of service.volumes) expect(volume).not.toMatch(/^[/~]/);
    }
  });

  it('lays files out before a service starts, and gives it one and the same device', () => {
    const { services } = composeOf(folderOf(input));
    expect(services['napcat']).toMatchObject({
      mac_address: '02:00:00:00:00:01',
      networks: { default: {} },
      hostname: 'pier-abcd',
      configs: [{ target: '/etc/machine-id' }],
      depends_on: { 'napcat-setup': { condition: 'service_completed_successfully' } },
    });
    const first = stack === 'koishi' ? 'koishi-prepare' : 'astrbot-setup';
    expect(services[stack]?.depends_on).toEqual({ [first]: { condition: 'service_completed_successfully' } });
  });

  it('names in .env every variable that compose.yaml wants', () => {
    const folder = folderOf(input);
    const named = [...(folder.get('.env') ?? '').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    const { secrets } = composeOf(folder);
    const wanted = [...(folder.get('compose.yaml') ?? '').matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(
      ([, n]) => n,
    );
    expect(wanted.length).toBeGreaterThan(3);
    for (const name of [...wanted, ...Object.keys(secrets)]) expect(named).toContain(name);
  });

  it('has for old engines what takes the network back', () => {
    const folder = folderOf(input);
    expect(folder.get('compose.docker-24.yaml')).toContain('  napcat:\n    networks: !reset null\n');
    expect(folder.get('.env')).toContain('\n# COMPOSE_FILE=compose.yaml:compose.docker-24.yaml\n');
  });

  it('tells in both languages that the account has to be scanned again', () => {
    const folder = folderOf(input);
    expect(folder.get('README.md')).toContain('重新扫一次');
    expect(folder.get('README.en.md')).toContain('scanned once more');
  });
});

describe('an export', () => {
  it('leaves out the logins that stand in addresses', () => {
    const input = testInput('koishi', {
      network: {
        mirrors: [],
        proxyFrom: 'own',
        proxy: 'http://someone:hunter2@proxy.example:8080',
        pluginRegistry: 'https://reader:s3cret@npm.example/repo/',
      },
    });
    const folder = folderOf(input);
    const all = [...folder].flat().join('\n');
    expect(all).not.toMatch(/hunter2|s3cret/);
    expect(composeOf(folder).services['koishi-prepare']?.environment).toEqual({
      YARN_NPM_REGISTRY_SERVER: `https://\${REGISTRY_LOGIN}@npm.example/repo/`,
    });
    const named = folder.get('config/koishi/blanks.txt') ?? '';
    expect(named).toContain('PROXY_LOGIN');
    expect(folder.get('config/koishi/files/etc/botpier/install.env')).toMatch(
      /YARN_HTTP_PROXY='http:\/\/.+@proxy/,
    );
    expect(folderOf(input, true).get('.env')).toContain("PROXY_LOGIN='someone:hunter2'");
  });

  it('asks for no key where the server wants none', () => {
    const { model } = testInput('koishi');
    if (!model) throw new Error('no model');
    const folder = folderOf(testInput('koishi', { model: { ...model, key: '' } }));
    expect(folder.get('.env')).not.toContain('MODEL_KEY');
    expect(folder.get('config/koishi/files/etc/botpier/koishi.env')).toContain("'none'");
  });
});

describe('a bot with a pool of keys', () => {
  const keys = ['AIzaSyPoolKeyOne0000000', 'AIzaSyPoolKeyTwo0000000'];
  const plain = testInput('astrbot');
  const bot = { ...plain.bot, keyPool: KeyPoolChoice.parse({ on: true, consent: { at: 0, version: 1 } }) };
  const { keyPool } = plain.stack;
  const tokens = { admin: 'Admin0Token0Of0The0Pool', client: 'Client0Token0Of0The0Pool' };
  if (!keyPool) throw new Error('AstrBot has no pool');
  const input = {
    ...plain,
    bot: { ...bot, ports: { ...bot.ports, 'gemini-balance.api': 28_000 } },
    secrets: { ...plain.secrets, [keyPool.name]: tokens },
    model: keyPool.modelAccess(tokens, 'gemini-2.5-flash'),
    pool: {
      keys,
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      proxies: [],
      maxRetries: 3,
      maxFailures: 5,
      testModel: 'gemini-2.5-flash',
    },
  };

  it('gives the pool at its first start what BotPier would tell it', () => {
    expect(composeOf(folderOf(input)).services['gemini-balance']?.environment).toMatchObject({
      API_KEYS: `\${POOL_KEYS}`,
      PROXIES: '[]',
      MAX_FAILURES: '5',
      TEST_MODEL: 'gemini-2.5-flash',
    });
  });

  it('asks for the keys, and for no key of a model besides', () => {
    const folder = folderOf(input);
    const all = [...folder].flat().join('\n');
    for (const secret of [...keys, ...Object.values(tokens)]) expect(all.includes(secret)).toBe(false);
    expect(folder.get('.env')).toMatch(/^POOL_KEYS=$/m);
    expect(folder.get('.env')).not.toContain('MODEL_KEY');
    expect(folder.get('config/astrbot/blanks.txt')).toContain('GEMINI_BALANCE_CLIENT token plain');
  });

  it('writes the keys on request', () => {
    expect(folderOf(input, true).get('.env')).toContain(`POOL_KEYS='${JSON.stringify(keys)}'`);
  });
});

describe('keepFilledIn', () => {
  it('carries over what was filled in by hand, and nothing that the new one names', () => {
    expect(keepFilledIn('A=1\nB=\nC=\n', "A=2\nB='mine'\nD=4\n")).toBe("A=1\nB='mine'\nC=\n");
  });

  it('takes a value with dollars as it is', () => {
    expect(keepFilledIn('A=\n', "A='$&$1'\n")).toBe("A='$&$1'\n");
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Copy, DockerfileParser, type From } from 'dockerfile-ast';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { secretsOf, TEST_ACCOUNT, testInput } from '../test-export';
import { DEMANDS } from './demands';
import { spaceFolder } from './space-folder';

const input = testInput('astrbot');
const { files, blanks } = spaceFolder(input);
const contentOf = (path: string) => files.find((file) => file.path === path)?.content ?? '';

describe('a Space', () => {
  it('holds no secret, neither account nor device', () => {
    const all = files.map(({ path, content }) => path + content).join('\n');
    const { machineId, mac } = input.bot.device;
    for (const secret of [...secretsOf(input), TEST_ACCOUNT, machineId, mac]) {
      expect(all.includes(secret)).toBe(false);
    }
  });

  it('names its secrets, each with its value', () => {
    const { astrbot, napcat } = input.secrets;
    expect(Object.fromEntries(blanks.map(({ variable, value }) => [variable, value]))).toEqual({
      NAPCAT_WEBUI: napcat?.['webui'],
      NAPCAT_BRIDGE: napcat?.['bridge'],
      NAPCAT_MONITOR: napcat?.['monitor'],
      ASTRBOT_PASSWORD: astrbot?.['password'],
      ASTRBOT_JWT: astrbot?.['jwt'],
      MODEL_KEY: input.model?.key,
      DEVICE_ID: input.bot.device.machineId,
    });
  });

  it('tells Hugging Face what it is, and people what hosting it there means', () => {
    const readme = contentOf('README.md');
    const [, head] = readme.split('---\n');
    expect(parse(head ?? '')).toMatchObject({ sdk: 'docker', app_port: 7860, title: 'exported' });
    for (const demand of [...DEMANDS.zh, ...DEMANDS.en]) expect(readme).toContain(demand);
    expect(readme).toContain('没有验证过的');
  });

  it('finds its services on loopback', () => {
    const configs = files.filter(({ path }) => path.includes('/files/')).map(({ content }) => content);
    expect(configs.join('\n')).toContain('"url": "ws://127.0.0.1:6199/ws"');
    expect(configs.join('\n')).not.toMatch(/:\/\/(astrbot|napcat):/);
  });

  it.each([
    [
      'the model is on this computer',
      'localModel',
      { model: { ...input.model!, baseUrl: 'http://host.docker.internal:11434/v1' } },
    ],
    [
      'the model is at home',
      'localModel',
      { model: { ...input.model!, baseUrl: 'http://192.168.1.5:8000/v1' } },
    ],
    ['it is no AstrBot', 'stack', testInput('koishi')],
  ])('is not made where %s', (_, reason, changes) => {
    expect(() => spaceFolder({ ...input, ...changes })).toThrow(
      expect.objectContaining({ params: { reason } }),
    );
  });

  it('goes without a proxy that only this computer reaches', () => {
    const network = {
      mirrors: [],
      proxyFrom: 'own' as const,
      pluginRegistry: '',
      proxy: 'http://127.0.0.1:7890',
    };
    const proxied = spaceFolder({ ...input, network })
      .files.map(({ content }) => content)
      .join('\n');
    expect(proxied).not.toContain('7890');
  });
});

describe('its Dockerfile', () => {
  const dockerfile = DockerfileParser.parse(contentOf('Dockerfile'));
  const instructions = dockerfile.getInstructions();
  const froms = dockerfile.getFROMs();

  it('is made of known instructions', () => {
    const known = ['FROM', 'RUN', 'COPY', 'USER', 'ENV', 'WORKDIR', 'EXPOSE', 'CMD'];
    expect(instructions.length).toBeGreaterThan(10);
    for (const instruction of instructions) expect(known).toContain(instruction.getKeyword());
  });

  it('rests on pinned images alone, those of the services among them', () => {
    const images = froms.map((from: From) => `${from.getImage()}`);
    for (const image of images) expect(image).toMatch(/:v?\d+\.\d+/);
    expect(images).toEqual([
      input.stack.messenger.image,
      expect.stringMatching(/\/caddy:/),
      input.stack.brain.image,
    ]);
  });

  it('copies from stages that it has and from files that are there', () => {
    const stages = froms.flatMap((from: From) => from.getBuildStage() ?? []);
    const copies = instructions.filter((one): one is Copy => one.getKeyword() === 'COPY');
    expect(copies.length).toBe(4);
    for (const copy of copies) {
      const flags = Object.fromEntries(copy.getFlags().map((flag) => [flag.getName(), flag.getValue()]));
      const [source = ''] = copy.getArguments().map((argument) => argument.getValue());
      if (flags['from']) expect(stages).toContain(flags['from']);
      else
        expect(
          files.some(({ path }) => path.startsWith(`${source}/`)),
          source,
        ).toBe(true);
    }
  });

  it('runs as user 1000 and listens where Hugging Face looks', () => {
    const last = (keyword: string) => instructions.findLast((one) => one.getKeyword() === keyword);
    expect(last('USER')?.getArgumentsContent()).toBe('1000:1000');
    expect(last('EXPOSE')?.getArgumentsContent()).toBe('7860');
    expect(JSON.parse(last('CMD')?.getArgumentsContent() ?? '')).toEqual([
      'sh',
      '/space/start.sh',
      'NAPCAT_WEBUI',
    ]);
  });

  it('has commands that a shell takes', () => {
    for (const run of instructions.filter((one) => one.getKeyword() === 'RUN')) {
      const { status, stderr } = spawnSync('sh', ['-n', '-c', run.getRawArgumentsContent() ?? ''], {
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
    }
  });
});

describe('its start', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'botpier-space-'));
    for (const { path, content } of files) put(join(dir, path), content);
    // Stands in for what would run the programs: it tells what they would be given.
    put(join(dir, 'bin/supervisord'), '#!/bin/sh\nenv\n', 0o755);
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  const start = (secrets: Record<string, string>) =>
    spawnSync('sh', [join(dir, 'space/start.sh'), 'NAPCAT_WEBUI'], {
      encoding: 'utf8',
      env: {
        ...secrets,
        DEVICE_ID: '',
        PATH: `${join(dir, 'bin')}:${process.env['PATH']}`,
        SETUP_ROOT: join(dir, 'root'),
      },
    });
  const secrets = Object.fromEntries(blanks.map(({ variable, value }) => [variable, value]));

  it('lays everything out, and hands on no secret but the one that is needed', () => {
    const { status, stdout, stderr } = start(secrets);
    expect(status, stderr).toBe(0);
    const config = readFileSync(join(dir, 'root/AstrBot/data/cmd_config.json'), 'utf8');
    expect(config).toContain(secrets['NAPCAT_BRIDGE']);
    expect(readFileSync(join(dir, 'root/etc/botpier/astrbot.env'), 'utf8')).toContain(secrets['MODEL_KEY']);
    expect(stdout).toContain(`NAPCAT_WEBUI=${secrets['NAPCAT_WEBUI']}`);
    for (const name of ['MODEL_KEY', 'ASTRBOT_PASSWORD', 'ASTRBOT_JWT', 'NAPCAT_BRIDGE']) {
      expect(stdout).not.toContain(`${name}=`);
    }
  });

  it('does not begin while a secret is missing, and names it', () => {
    const { status, stdout, stderr } = start({ ...secrets, MODEL_KEY: '' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('MODEL_KEY is empty');
    expect(stdout).not.toContain('NAPCAT_WEBUI=');
  });
});

describe('its programs', () => {
  const sections = Object.fromEntries(
    contentOf('space/supervisord.conf')
      .split('\n\n')
      .map((part) => {
        const [head = '', ...lines] = part.trim().split('\n');
        return [head, Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)))];
      }),
  );

  it('are those of both services, each started again when it ends', () => {
    const programs = Object.keys(sections).filter((name) => name.startsWith('[program:'));
    expect(programs).toEqual(['[program:caddy]', '[program:xvfb]', '[program:astrbot]', '[program:napcat]']);
    for (const name of programs) expect(sections[name], name).toMatchObject({ autorestart: 'true' });
  });

  it('are given what BotPier gives them, secrets by name', () => {
    expect(sections['[program:napcat]']?.['environment']).toContain(
      'NAPCAT_WEBUI_SECRET_KEY="%(ENV_NAPCAT_WEBUI)s"',
    );
    expect(sections['[program:astrbot]']?.['command']).toMatch(/^'sh' '-c' '.*exec python main\.py'$/);
  });
});

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
}

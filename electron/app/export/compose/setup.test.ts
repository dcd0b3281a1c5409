import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StackId } from '../../../contract/ids';
import { type DefineInput, defineServices } from '../../bot/define-services';
import { type Blank, defineWithBlanks } from '../blanks';
import { TEST_KEY, testInput } from '../test-export';
import { composeFolder } from './compose-folder';

const STACKS: StackId[] = ['koishi', 'astrbot'];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-export-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Writes the folder and runs its setup for one service as its container would. */
function layOut(
  input: DefineInput,
  service: string,
  values: (blank: Blank) => string = ({ value }) => value,
) {
  const { services, blanks } = defineWithBlanks(input);
  const folder = composeFolder({ bot: input.bot.id, services, blanks, withSecrets: false });
  for (const { path, content, mode } of folder) put(join(dir, 'folder', path), content, mode);
  for (const blank of blanks) put(join(dir, 'secrets', blank.variable), values(blank));
  return spawnSync('sh', [join(dir, 'folder/config/setup.sh'), service], {
    encoding: 'utf8',
    env: { ...process.env, SETUP_ROOT: join(dir, 'root'), SETUP_SECRETS: join(dir, 'secrets') },
  });
}

function put(path: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content, { mode });
}

const inContainer = (path: string) => join(dir, 'root', path);

describe.each(STACKS)('setup of %s', (stack) => {
  it('lays out byte for byte what BotPier itself writes', () => {
    const input = testInput(stack);
    const wished = defineServices({ ...input, bot: { ...input.bot, account: undefined } });
    let compared = 0;
    for (const { definition } of wished) {
      const { status, stderr } = layOut(input, definition.name);
      expect(status, stderr).toBe(0);
      const inVolumes = [...definition.files, ...(definition.prepare?.files ?? [])].filter(({ path }) =>
        definition.volumes.some((volume) => path.startsWith(`${volume.path}/`)),
      );
      for (const { path, content, mode = 0o644 } of inVolumes) {
        expect(readFileSync(inContainer(path), 'utf8'), path).toBe(content);
        expect(statSync(inContainer(path)).mode & 0o777, path).toBe(mode);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(6);
  });
});

describe('setup', () => {
  it('says which value is missing, and writes nothing', () => {
    const { status, stderr } = layOut(testInput('koishi'), 'koishi', ({ variable, value }) =>
      variable === 'MODEL_KEY' ? '' : value,
    );
    expect(status).toBe(1);
    expect(stderr).toContain('MODEL_KEY is empty');
    expect(() => statSync(inContainer('/etc/botpier/koishi.env'))).toThrow('ENOENT');
  });

  it.each([
    ['a weak token', 'NAPCAT_BRIDGE', 'short1', '16 characters'],
    ['a token that would need quotes', 'NAPCAT_BRIDGE', 'abcdefghijklmnop"', 'letters and digits only'],
    ['a key with a quote in it', 'MODEL_KEY', "sk-'; rm -rf /", 'no spaces, quotes'],
    ['a key of two lines', 'MODEL_KEY', 'sk-1\nBOTPIER_BRIDGE=x', 'no spaces, quotes'],
  ])('refuses %s', (_, variable, value, complaint) => {
    const { status, stderr } = layOut(testInput('koishi'), 'koishi', (blank) =>
      blank.variable === variable ? value : blank.value,
    );
    expect(status).toBe(1);
    expect(stderr).toContain(complaint);
  });

  it('keeps what a service made of its own file, until a value changes', () => {
    const input = testInput('astrbot');
    const config = inContainer('/app/napcat/config/webui.json');
    layOut(input, 'napcat');
    writeFileSync(config, '{"edited":true}\n');
    layOut(input, 'napcat');
    expect(readFileSync(config, 'utf8')).toBe('{"edited":true}\n');

    const other = 'Another0Token0Another0Token';
    layOut(input, 'napcat', ({ variable, value }) => (variable === 'NAPCAT_WEBUI' ? other : value));
    expect(JSON.parse(readFileSync(config, 'utf8'))).toMatchObject({ token: other });
    expect(readFileSync(`${config}.before`, 'utf8')).toBe('{"edited":true}\n');
  });

  it('writes what is BotPier’s own again each time', () => {
    const input = testInput('koishi');
    const runner = inContainer('/etc/botpier/run.cjs');
    layOut(input, 'koishi');
    writeFileSync(runner, 'broken');
    layOut(input, 'koishi');
    expect(readFileSync(runner, 'utf8')).not.toBe('broken');
  });

  it('fills in keys with characters that mean something to sed', () => {
    layOut(testInput('koishi'), 'koishi');
    expect(readFileSync(inContainer('/etc/botpier/koishi.env'), 'utf8')).toContain(`'${TEST_KEY}'`);
  });

  it('is a script that a plain shell takes', () => {
    execFileSync('sh', ['-n', join(import.meta.dirname, '../../../../resources/export/setup.sh')]);
  });
});

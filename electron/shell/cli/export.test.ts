import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../app/api';
import { createTestApp, setUp, type TestApp } from '../../app/create-test-app';
import { publishSpace } from '../../app/export/hf-space/publish-space';
import { spaceFolder } from '../../app/export/hf-space/space-folder';
import { startTestHub, type TestHub, TOKENS } from '../../app/export/hf-space/test-hub';
import { testInput } from '../../app/export/test-export';
import { BotId } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import { createManualClock } from '../../lib/manual-clock';
import { createStillApp } from '../still-app';
import type { CliEvent } from './cli-event';
import { type ExportSession, exportCompose, exportSpace, uploadSpace } from './export';

const KEY = 'sk-test-0123456789abcdef';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-cli-export-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A session without a terminal, and all that it says. */
function sessionOn(app: App, bot: BotView, changes: Partial<ExportSession> = {}) {
  const said: string[] = [];
  const errors: CliEvent[] = [];
  const session: ExportSession = {
    app,
    bot,
    language: 'en',
    reporter: { report: (event) => errors.push(event) },
    clock: createManualClock(0),
    signal: new AbortController().signal,
    write: (text) => said.push(text),
    json: false,
    ...changes,
  };
  return { session, errors, said: () => said.join('') };
}

describe('export compose', () => {
  let running: TestApp;
  beforeEach(async () => {
    running = await createTestApp();
    await setUp(running, 'koishi');
  });
  afterEach(() => running.close());

  test('writes a folder without a secret, and says what is to be filled in', async () => {
    const { session, said, errors } = sessionOn(running.app, running.bot());
    const to = join(dir, 'out');
    expect(await exportCompose(session, { to })).toBe(0);
    const files = readdirSync(to, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const all = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
    expect(all).toContain('koishi-prepare');
    expect(all).not.toContain(KEY);
    expect(said()).toContain('First fill in .env: ');
    expect(said()).toContain('MODEL_KEY');
    expect(said()).toContain('scan again');
    expect(errors).toEqual([]);
  });

  test('keeps to itself what stands where it would write, until told otherwise', async () => {
    const { session, errors } = sessionOn(running.app, running.bot());
    const to = join(dir, 'out');
    expect(await exportCompose(session, { to })).toBe(0);
    const env = join(to, '.env');
    writeFileSync(env, readFileSync(env, 'utf8').replace('MODEL_KEY=', "MODEL_KEY='mine'"));
    expect(await exportCompose(session, { to })).toBe(2);
    expect(errors).toMatchObject([{ event: 'error', code: 'folderTaken', flag: '--to' }]);
    expect(await exportCompose(session, { to, force: true })).toBe(0);
    expect(readFileSync(env, 'utf8')).toContain("MODEL_KEY='mine'");
    expect(readdirSync(dir)).toHaveLength(2);
  });

  test('writes the secrets on request, for nobody else to read', async () => {
    const { session, said } = sessionOn(running.app, running.bot(), { language: 'zh' });
    expect(await exportCompose(session, { to: join(dir, 'out'), withSecrets: true })).toBe(0);
    const env = join(dir, 'out/.env');
    expect(readFileSync(env, 'utf8')).toContain(KEY);
    expect(statSync(env).mode & 0o777).toBe(0o600);
    expect(said()).toContain('别发给别人');
    expect(said()).not.toContain(KEY);
  });

  test('tells one event per line when asked to', async () => {
    const { session, said } = sessionOn(running.app, running.bot(), { json: true });
    await exportCompose(session, { to: join(dir, 'out') });
    expect(
      said()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ event: 'exported', form: 'compose', folder: join(dir, 'out') }]);
  });

  test('a bot without AstrBot fits into no Space, and is told why', async () => {
    const { session, errors } = sessionOn(running.app, running.bot());
    expect(await exportSpace(session, { to: join(dir, 'out') })).toBe(1);
    expect(errors).toMatchObject([{ message: expect.stringContaining('AstrBot alone') }]);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('export hf-space', () => {
  const { files, blanks } = spaceFolder(testInput('astrbot'));
  const bot = { id: BotId.parse('testbot1'), name: 'Bot' } as BotView;
  let hub: TestHub;
  let app: App;
  beforeEach(async () => {
    hub = await startTestHub();
    const still = createStillApp();
    app = {
      ...still,
      bots: {
        ...still.bots,
        export: async () => ({ files, blanks: blanks.map(({ variable }) => variable) }),
        publish: (_, { hubUrl = '', signal = new AbortController().signal, onStep = () => {}, ...how }) =>
          publishSpace({ ...how, files, secrets: blanks, hubUrl, fetch, signal, onStep }),
      },
    };
  });
  afterEach(() => hub.close());

  const upload = (changes: object = {}, session: Partial<ExportSession> = {}) => {
    const heard = sessionOn(app, bot, session);
    const flags = { upload: 'alice/bot', token: TOKENS.write, hubUrl: hub.url, ...changes };
    return { ...heard, code: uploadSpace(heard.session, flags) };
  };

  test('writes the files after saying what Hugging Face demands', async () => {
    const { session, said } = sessionOn(app, bot, { language: 'zh' });
    expect(await exportSpace(session, { to: join(dir, 'out') })).toBe(0);
    expect(readFileSync(join(dir, 'out/README.md'), 'utf8')).toContain('app_port: 7860');
    expect(said().indexOf('PRO')).toBeLessThan(said().indexOf('写好了'));
    expect(said()).toContain('48 小时');
  });

  test('says what it demands before anything is uploaded, then uploads a private Space', async () => {
    const asked: string[] = [];
    const write = (text: string) => asked.push(`${hub.calls.length} ${text}`);
    const { code } = upload({}, { write: (text) => void write(text) });
    expect(await code).toBe(0);
    expect(asked[0]).toMatch(/^0 Before you host it/);
    for (const word of ['PRO', '48 hours', 'ephemeral', '80, 443 and 8080', 'banned']) {
      expect(asked[0]).toContain(word);
    }
    expect(hub.spaces.get('alice/bot')).toMatchObject({ visibility: 'private' });
  });

  test('says why it was refused, without the token', async () => {
    hub.plan.isPro = false;
    const { code, errors, said } = upload();
    expect(await code).toBe(1);
    expect(errors).toMatchObject([
      {
        code: 'space.needsPlan',
        message: expect.stringMatching(/PRO, Team or Enterprise\.\n {2}Static Spaces/),
      },
    ]);
    expect(said() + JSON.stringify(errors)).not.toContain(TOKENS.write);
  });

  test.each([
    ['a name without an owner', { upload: 'bot' }, 'Write owner/name'],
    ['no token', { token: '' }, '--token-stdin'],
  ])('asks nobody with %s', async (_, flags, message) => {
    const { code, errors } = upload(flags);
    expect(await code).toBe(2);
    expect(errors).toMatchObject([{ message: expect.stringContaining(message) }]);
    expect(hub.calls).toEqual([]);
  });
});

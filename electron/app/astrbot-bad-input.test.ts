import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateCode } from '../chain/link-moment';
import type { LinkId } from '../contract/ids';
import { createTestApp, setUp, type TestApp } from './create-test-app';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

const CONFIG = '/AstrBot/data/cmd_config.json';
const green = () => test.until('a green chain', (view) => view.tone === 'ok', 60_000);
const leavesGreen = () => test.until('it leaves green', (view) => view.tone !== 'ok', 30_000);
const untilSays = (id: LinkId, code: string) =>
  test.until(
    `${id} says ${code}`,
    ({ chain }) => chain.some((link) => link.id === id && stateCode(link.state) === code),
    30_000,
  );
const hostPort = async () =>
  JSON.parse(await readFile(join(test.dir, 'bots', `${test.bot().id}.json`), 'utf8')).ports['astrbot.panel'];

async function container(): Promise<string> {
  const all = await test.engine.containers.list(test.bot().id);
  const id = all.find(({ service }) => service === 'astrbot')?.id;
  if (!id) throw new Error('AstrBot has no container');
  return id;
}

async function readConfig(): Promise<string> {
  const bytes = await test.engine.containers.getFile(await container(), CONFIG);
  return Buffer.from(bytes ?? '').toString();
}

/** Somebody's hand, under whatever runs. */
async function writeConfig(content: string): Promise<void> {
  await test.engine.containers.putFiles(await container(), [{ path: CONFIG, content, mode: 0o600 }]);
}

describe("AstrBot's config", () => {
  it.each([
    ['without its byte order mark', (text: string) => text.replace(/^\uFEFF/, ''), true],
    ['edited in the panel', (text: string) => text, true],
    ['cut in the middle', (text: string) => text.slice(0, 200), false],
    ['empty', () => '', false],
    ['something else', () => '[1, 2]', false],
  ])('%s: it starts, wired as it should be', async (_, damage, keepsEdits) => {
    const bot = await setUp(test, 'astrbot');
    await test.call.bots.stop({ bot });
    await test.until('it rests', (view) => view.tone === 'idle');
    const edited = (await readConfig()).replace(/"t2i": ?(true|false)/, '"t2i": true');
    const withEdit = edited.includes('"t2i"') ? edited : edited.replace('{', '{"t2i": true,');
    await writeConfig(damage(withEdit));
    await test.call.bots.start({ bot });
    await green();
    const now = await readConfig();
    expect(now.startsWith('\uFEFF')).toBe(true);
    expect(JSON.parse(now.slice(1))['t2i']).toBe(keepsEdits ? true : undefined);
  });

  it('made nonsense of while it runs: the start that fails with exit code 0 is seen, and mended', async () => {
    await setUp(test, 'astrbot');
    await writeConfig('{"platform": {}}');
    await test.rehearsal.controls.fault('crashBrain', true);
    await leavesGreen();
    await green();
    expect(await readConfig()).toContain('ws_reverse_token');
  }, 120_000);
});

it('finds the port of its panel taken: another one is chosen, the bot comes up', async () => {
  const bot = test.bot().id;
  await test.call.bots.chooseStack({ bot, stack: 'astrbot' });
  await test.app.idle();
  const port = await hostPort();
  const squatter = createServer();
  await new Promise<void>((resolve) =>
    squatter.once('error', () => resolve()).listen(port, '127.0.0.1', resolve),
  );
  try {
    await setUp(test, 'astrbot');
    expect(await hostPort()).not.toBe(port);
  } finally {
    squatter.close();
  }
});

it('has its bridge on a port that no other program can take', async () => {
  await setUp(test, 'astrbot');
  const published = (await test.engine.containers.list(test.bot().id)).flatMap(({ ports }) => ports);
  expect(published.map(({ container: inside }) => inside)).not.toContain(6199);
});

describe('a model that fails behind AstrBot', () => {
  it.each([
    ['badKey', 'broken.keyRefused'],
    ['modelMissing', 'broken.modelMissing'],
    ['noQuota', 'broken.keyNoQuota'],
    ['noBalance', 'broken.keyNoQuota'],
    ['region', 'broken.keyRegion'],
    ['rateLimited', 'broken.keyRateLimited'],
  ] as const)('%s: the chain names the cause, and is green again after it', async (fault, code) => {
    const bot = await setUp(test, 'astrbot');
    test.rehearsal.simulators.model.setFault(fault);
    await expect(test.call.bots.prove({ bot })).rejects.toThrow();
    await untilSays('model', code);
    test.rehearsal.simulators.model.setFault(undefined);
    await test.call.bots.fix({ bot, link: 'model', fix: 'retry' });
    await green();
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EngineError } from '../engine/engine';
import { createTestApp, setUp, type TestApp } from './create-test-app';

const KEY = 'sk-test-0123456789abcdef';

let test: TestApp;
let secrets: Map<string, string>;
let views: string[];
beforeEach(async () => {
  test = await createTestApp();
  secrets = new Map();
  const { set } = test.secrets;
  test.secrets.set = async (name, value) => {
    secrets.set(name, value);
    await set(name, value);
  };
  views = [];
  test.app.view.subscribe((view) => views.push(JSON.stringify(view)));
});
afterEach(() => test.close());

/** The names of the secrets that a text holds. */
const heldBy = (text: string) =>
  [...secrets].filter(([, value]) => text.includes(value)).map(([name]) => name.replace(/^bot\.\w+\./, ''));

it.each(['koishi', 'astrbot'] as const)(
  'no secret is in a view, in the log, in the data directory or at the engine but where it must be (%s)',
  async (stack) => {
    await setUp(test, stack);
    await test.call.bots.prove({ bot: test.bot().id });
    // A file in the middle of being replaced is none a moment later.
    await test.app.idle();
    expect([...secrets.values()]).toContain(KEY);
    expect(secrets.size).toBeGreaterThan(3);
    expect(heldBy(views.join())).toEqual([]);
    expect(heldBy(test.log.join())).toEqual([]);
    const files = (await readdir(test.dir, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    for (const file of files)
      expect(heldBy(await readFile(join(file.parentPath, file.name), 'utf8')), file.name).toEqual([]);
    expect(heldBy(JSON.stringify(await test.engine.containers.list()))).toEqual([]);
    expect(
      heldBy(JSON.stringify([await test.engine.networks.list(), await test.engine.volumes.list()])),
    ).toEqual([]);
  },
  30_000,
);

it('what the engine says in refusal is shown without the secrets in it', async () => {
  const bot = await setUp(test);
  test.host.before = (call) => {
    if (call === 'containers.start')
      throw new EngineError('unknown', `cannot start with ${[...secrets.values()].join(' and ')}`);
  };
  await test.call.bots.restart({ bot });
  await test.until(
    'a refusal',
    (view) => view.tone === 'bad' && JSON.stringify(view).includes('cannot start'),
  );
  expect(heldBy(views.join())).toEqual([]);
  expect(heldBy(test.log.join())).toEqual([]);
});

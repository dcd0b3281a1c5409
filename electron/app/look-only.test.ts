import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryHost } from '../engine/memory/memory-host';
import { systemClock } from '../lib/clock';
import { createApp } from './create-app';
import { createTestApp, setUp, type TestApp } from './create-test-app';
import { CHANGES, createTestingHost } from './testing-host';

let test: TestApp;
beforeEach(async () => {
  test = await createTestApp();
});
afterEach(() => test.close());

async function contentOf(dir: string): Promise<Record<string, string>> {
  const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')])),
  );
}

/** Another app that only looks, on what is there now. Answers what it changed. */
async function lookOnly(): Promise<string[]> {
  const host = createTestingHost(createMemoryHost(test.engine));
  const changes: string[] = [];
  host.before = (call) => {
    if (CHANGES.test(call)) changes.push(call);
  };
  const { set } = test.secrets;
  test.secrets.set = async (name) => void changes.push(`secret ${name}`);
  const before = await contentOf(test.dir);
  const app = await createApp({
    engineHost: host,
    secrets: test.secrets,
    clock: systemClock,
    dir: test.dir,
    log: () => {},
    fetch,
    lookOnly: 'asking',
  });
  await app.engine.look();
  await app.idle();
  await app.close();
  test.secrets.set = set;
  if (JSON.stringify(await contentOf(test.dir)) !== JSON.stringify(before)) changes.push('files');
  return changes;
}

it('changes nothing beside a running bot, nor where something would be to mend', async () => {
  await setUp(test);
  await test.app.close();
  expect(await lookOnly()).toEqual([]);
  for (const { id } of await test.engine.containers.list()) await test.engine.containers.remove(id, true);
  expect(await lookOnly()).toEqual([]);
  await test.restart();
}, 30_000);

it('makes neither ports nor tokens for a bot that has none yet', async () => {
  const bot = test.bot().id;
  await test.app.close();
  const path = join(test.dir, 'bots', `${bot}.json`);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), stack: 'koishi' }));
  expect(await lookOnly()).toEqual([]);
  await test.restart();
});

it('leaves a settings file that it cannot read where it is', async () => {
  const { writeFile } = await import('node:fs/promises');
  await test.app.close();
  await writeFile(join(test.dir, 'settings.json'), '{"theme": "da');
  expect(await lookOnly()).toEqual([]);
  await test.restart();
});

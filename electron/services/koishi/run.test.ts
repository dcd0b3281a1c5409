import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type FakeKoishi, startFakeKoishi } from './start-fake-koishi';

let koishi: FakeKoishi;
afterEach(() => koishi.stop());

test('the worker’s home is the data folder, though its configuration lies elsewhere', async () => {
  koishi = await startFakeKoishi();
  expect(await koishi.play('env')).toMatchObject({
    file: join(koishi.base, 'botpier.yml'),
    cwd: koishi.base,
  });
  expect(readlinkSync(join(koishi.base, 'botpier.yml'))).toMatch(/etc\/koishi\.yml$/);
});

test('SIGTERM ends the worker first, then the runner with 0', async () => {
  koishi = await startFakeKoishi();
  koishi.runner.kill('SIGTERM');
  const [code] = await once(koishi.runner, 'exit');
  expect(code).toBe(0);
  await expect(fetch(`http://127.0.0.1:${koishi.port}/`)).rejects.toThrow();
});

test('a crash ends the runner with the worker’s code', async () => {
  koishi = await startFakeKoishi();
  const exit = once(koishi.runner, 'exit');
  await koishi.play('crash').catch(() => {});
  expect((await exit)[0]).toBe(3);
});

test('a full reload starts the worker anew with what it handed on', async () => {
  koishi = await startFakeKoishi();
  const restarted = koishi.restarted();
  await koishi.play('reload').catch(() => {});
  const port = await restarted;
  const env = await (await fetch(`http://127.0.0.1:${port}/fake/env`)).json();
  expect(env).toMatchObject({ shared: '{"startTime":1}' });
});

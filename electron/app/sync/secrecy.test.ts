import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTestSync, noise, OWNER, REPOSITORY, type TestComputer, type TestSync } from './test-sync';

// Each save is a dozen runs of git here, and as many at the host.
vi.setConfig({ testTimeout: 60_000 });

let test: TestSync;
let desk: TestComputer;

beforeEach(async () => {
  test = await createTestSync();
  desk = await test.computer();
});
afterEach(() => test.close());

/** Each in the forms that it could be seen in. */
function secrets(): string[] {
  const { identity, recoveryKey } = desk.keys;
  const basic = Buffer.from(`x-access-token:${test.token}`).toString('base64');
  return [test.token, basic, identity, recoveryKey, 'sk-secret-of-the-bot', 'sk-very-secret'];
}

it('shows no secret to other processes, on the line, on the disk or in the repository', async () => {
  const files = { 'koishi/config/koishi.yml': 'key: sk-very-secret', 'koishi/data/large': noise(1_500_000) };
  let isOver = false;
  const watched = watchProcesses(() => isOver);
  expect(await desk.push(files)).toMatchObject({ kind: 'done' });
  expect(await desk.push({ ...files, 'koishi/data/a': '2' })).toMatchObject({ kind: 'done' });
  await desk.restore();
  test.host.tokens.revoke(test.token);
  const refused = await desk.push({ ...files, 'koishi/data/a': '3' });
  isOver = true;
  const { seen, argumentLists, environments } = await watched;

  const places: [string, string][] = [
    ['what was refused', JSON.stringify(refused)],
    ['addresses', test.host.counters.requests.map(({ path }) => path).join('\n')],
    ['argument lists', argumentLists],
    ['environments of other programs', environments],
    ...(await contents(join(desk.dir, 'sync'))),
    ...(await blobs()),
  ];
  for (const [place, text] of places)
    for (const secret of secrets()) expect(text.includes(secret), place).toBe(false);
  expect(seen).toBeGreaterThan(10);
});

/** Looks at all processes again and again: what stands in their arguments, and in the environments of all but git. */
async function watchProcesses(isOver: () => boolean) {
  const argumentLists = new Set<string>();
  const environments = new Set<string>();
  const seen = new Set<string>();
  while (!isOver()) {
    const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    await Promise.all(
      ids.map(async (id) => {
        const [args, environment, name] = await Promise.all(
          ['cmdline', 'environ', 'comm'].map((file) =>
            readFile(`/proc/${id}/${file}`, 'latin1').catch(() => ''),
          ),
        );
        if (args) argumentLists.add(args);
        if (name?.startsWith('git')) seen.add(id);
        else if (environment) environments.add(environment);
      }),
    );
  }
  return {
    seen: seen.size,
    argumentLists: [...argumentLists].join('\n'),
    environments: [...environments].join('\n'),
  };
}

async function contents(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')]));
}

async function blobs(): Promise<[string, string][]> {
  const list = await test.oracle.list(OWNER, REPOSITORY);
  return Promise.all(
    list.map(async ({ path }) => [
      path,
      (await test.oracle.read(OWNER, REPOSITORY, path)).toString('latin1'),
    ]),
  );
}

import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BotId } from '../../contract/ids';
import { LABELS } from '../../engine/engine';
import { containerName, volumeName } from '../../plan/names';
import { astrbotStack } from '../../stacks/astrbot';
import { koishiStack } from '../../stacks/koishi';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

const gone = BotId.parse('zzzzzzzz');
let test: TestApp;
let bot: BotId;
beforeEach(async () => {
  test = await createTestApp();
  bot = await setUp(test);
  await test.app.idle();
});
afterEach(() => test.close());

/** Leaves something of every kind behind; answers what a clean-up lists of it. */
async function litter(): Promise<string[]> {
  const { engine } = test;
  engine.controls.load(astrbotStack.brain.image);
  const writer = containerName(bot, 'koishi', 'writer');
  await engine.containers.create({
    name: writer,
    image: koishiStack.brain.image,
    labels: { [LABELS.bot]: bot, [LABELS.service]: 'koishi', [LABELS.purpose]: 'writer' },
  });
  const data = volumeName(gone, 'koishi', 'data');
  await engine.volumes.ensure(data, { [LABELS.bot]: gone, [LABELS.service]: 'koishi' });
  await mkdir(join(test.dir, 'logs'), { recursive: true });
  await writeFile(join(test.dir, 'logs', 'botpier.1.log'), 'old\n');
  await writeFile(join(test.dir, 'logs', 'botpier.log'), 'new\n');
  await writeFile(join(test.dir, 'logs', 'mine.txt'), 'somebody’s\n');
  return [`container:${writer}`, `image:${astrbotStack.brain.image}`, 'log:botpier.1.log', `volume:${data}`];
}

async function everything() {
  const { containers, volumes, networks, images } = test.engine;
  return {
    containers: (await containers.list()).map(({ name }) => name).sort(),
    volumes: (await volumes.list()).map(({ name }) => name).sort(),
    networks: (await networks.list()).map(({ name }) => name).sort(),
    images: await Promise.all(
      [koishiStack.brain.image, koishiStack.messenger.image, astrbotStack.brain.image].map(
        async (name) => (await images.find(name)) !== undefined,
      ),
    ),
    logs: await readdir(join(test.dir, 'logs')).catch(() => []),
  };
}
const ids = async () => (await test.call.resources.listCleanUp()).map(({ id }) => id);

it('lists nothing while nothing is left over', async () => {
  expect(await ids()).toEqual([]);
});

it('removes exactly what it lists, and nothing else', async () => {
  const before = await everything();
  const items = await litter();
  const changes: string[] = [];
  test.host.before = (call, [what]) => {
    if (/\.(remove|stop|kill)$/.test(call)) changes.push(`${call} ${what}`);
  };
  expect((await ids()).sort()).toEqual([...items].sort());
  const data = items.filter((id) => id.startsWith('volume:'));
  const outcome = await test.call.resources.cleanUp({ items, data });
  expect(outcome.removed.sort()).toEqual([...items].sort());
  expect(outcome.kept).toEqual([]);
  expect(await everything()).toEqual({ ...before, logs: ['botpier.log', 'mine.txt'] });
  expect(changes).toHaveLength(3);
  expect(test.bot().tone).toBe('ok');
  expect(await ids()).toEqual([]);
});

it('removes only what is ticked', async () => {
  const items = await litter();
  await test.call.resources.cleanUp({ items: ['log:botpier.1.log'], data: [] });
  expect((await ids()).sort()).toEqual(items.filter((id) => !id.startsWith('log:')).sort());
});

it('removes data only when it is named twice', async () => {
  const items = await litter();
  const before = await everything();
  await expect(test.call.resources.cleanUp({ items, data: [] })).rejects.toMatchObject({
    cause: { code: 'confirmationNeeded' },
  });
  await expect(
    test.call.resources.cleanUp({ items, data: [`volume:${volumeName(bot, 'koishi', 'data')}`] }),
  ).rejects.toMatchObject({ cause: { code: 'confirmationNeeded' } });
  expect(await everything()).toEqual(before);
});

it('removes nothing that it would not list, whoever asks for it', async () => {
  const foreign = test.engine.controls.addForeign(koishiStack.brain.image);
  const before = await everything();
  const data = [`volume:${volumeName(bot, 'koishi', 'data')}`, `volume:${foreign.volume}`];
  const items = [
    ...data,
    `container:${containerName(bot, 'koishi')}`,
    `container:${foreign.container}`,
    `image:${koishiStack.brain.image}`,
    'image:docker.io/library/postgres:17',
    'log:botpier.log',
    'log:../bots',
  ];
  expect(await test.call.resources.cleanUp({ items, data })).toEqual({
    removed: [],
    freedBytes: 0,
    kept: [],
  });
  expect(await everything()).toEqual(before);
  expect(test.bot().tone).toBe('ok');
});

it('says what stays because somebody holds it, and goes on with the rest', async () => {
  const items = await litter();
  const { remove } = test.engine.images;
  const refusal = Object.assign(new Error('image is being used by stopped container 1f2e'), {});
  test.host.before = (call) => {
    if (call === 'images.remove') throw refusal;
  };
  const outcome = await test.call.resources.cleanUp({ items: items.slice(0, 3), data: [] });
  expect(outcome.removed).toHaveLength(2);
  expect(outcome.kept).toEqual([
    { id: `image:${astrbotStack.brain.image}`, message: expect.stringContaining('1f2e') },
  ]);
  expect(remove).toBeDefined();
});

it('takes a bot that could not be read for no bot that is gone', async () => {
  await litter();
  await writeFile(join(test.dir, 'bots', `${gone}.json.broken-2026-01-01T00-00-00Z`), '{');
  expect((await ids()).filter((id) => id.startsWith('volume:'))).toEqual([]);
});

it('needs the engine', async () => {
  await test.engine.controls.goAway();
  await test.app.engine.look();
  await expect(test.call.resources.listCleanUp()).rejects.toMatchObject({
    cause: { code: 'engineUnavailable' },
  });
});

it('measures what lies on the disk', async () => {
  await litter();
  const disk = await test.call.resources.disk();
  const image = (reference: string) => disk.images.find((one) => one.reference === reference);
  expect(image(koishiStack.brain.image)).toMatchObject({ used: true });
  expect(image(astrbotStack.brain.image)).toMatchObject({ used: false });
  const own = disk.volumes.find(({ name }) => name === volumeName(bot, 'koishi', 'data'));
  expect(own?.bytes).toBeGreaterThan(100);
  expect(disk.ownLogBytes).toBe(8);
  expect(disk.containerLogs.containers).toBeGreaterThanOrEqual(2);
});

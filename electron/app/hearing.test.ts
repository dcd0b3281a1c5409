import { afterEach, expect, it } from 'vitest';
import type { BotPatch } from '../contract/bot';
import { createTestApp, setUp, type TestApp } from './create-test-app';

let test: TestApp;
afterEach(() => test.close());

const STRANGER = 2_000_000_001;
const FRIEND = 2_000_000_002;
/** The only one in the rehearsal. */
const GROUP = 70_001;
const LAST = 2_000_000_009;

const IN_PRIVATE = { from: FRIEND };
const IN_GROUP = { from: FRIEND, group: GROUP };
const BY_STRANGER = { from: STRANGER };

/** Says all of it at once; resolves once exactly those that `heard` names were answered, and what was begun has ended. */
async function expectAnswers(
  said: readonly { from: number; group?: number }[],
  heard: readonly { from: number; group?: number }[],
): Promise<void> {
  const { messenger } = test.rehearsal.simulators;
  const before = messenger.sent.length;
  const roomOf = ({ from, group }: { from: number; group?: number }) =>
    group ? `group ${group}` : `private ${from}`;
  const answers = () =>
    messenger.sent
      .slice(before)
      .map(({ room, peer }) => `${room} ${peer}`)
      .sort();
  for (const one of [...said, { from: LAST }]) {
    const room = one.group === undefined ? 'private' : 'group';
    messenger.say({ room, ...one, text: '在吗', mention: room === 'group' });
  }
  await expect.poll(answers, { timeout: 10_000 }).toEqual([...heard, { from: LAST }].map(roomOf).sort());
}

it.each(['koishi', 'astrbot'] as const)(
  'hears whom it shall hear, and the owner always (%s)',
  async (stack) => {
    test = await createTestApp();
    const bot = await setUp(test, stack);
    const patch = async (change: BotPatch) => {
      await test.call.bots.patch({ bot, patch: change });
      await test.app.idle();
      await test.until('a green chain', (view) => view.tone === 'ok');
    };
    const all = { hears: 'all' as const, list: [] };
    const said = [IN_PRIVATE, IN_GROUP, BY_STRANGER];
    await patch({
      hearing: {
        groups: { hears: 'only', list: [String(GROUP)] },
        people: { hears: 'except', list: [String(STRANGER)] },
      },
    });
    expect(test.bot().hearing.groups).toEqual({ hears: 'only', list: [String(GROUP)] });
    await expectAnswers(said, [IN_PRIVATE, IN_GROUP]);

    await patch({ owner: String(STRANGER), hearing: { groups: { hears: 'except', list: [String(GROUP)] } } });
    await expectAnswers(said, [IN_PRIVATE, BY_STRANGER]);

    await patch({ owner: '', hearing: { groups: all, people: all } });
    await expectAnswers(said, said);
  },
  60_000,
);

it('takes QQ numbers alone', async () => {
  test = await createTestApp();
  const bot = test.bot().id;
  for (const list of [['12'], ['1 or 1'], ['12345', 'x'], Array.from({ length: 501 }, () => '12345')]) {
    const change = { hearing: { people: { hears: 'only' as const, list } } };
    await expect(test.call.bots.patch({ bot, patch: change })).rejects.toThrow();
  }
  expect(test.bot().hearing.people).toEqual({ hears: 'all', list: [] });
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Channel } from '../../contract/notification';
import type { SettingsPatch } from '../../contract/settings';
import type { AppView, BotView } from '../../contract/view';
import { createManualClock } from '../../lib/manual-clock';
import { createRedactor } from '../../lib/redact';
import { createStillApp } from '../../shell/still-app';
import { createMemorySecretStore } from '../secrets/memory-secret-store';
import { createSettingsStore } from '../settings/settings-store';
import { startHttp } from './channels/test-phone-servers';
import { createNotifier } from './create-notifier';
import { offline, scanning, well } from './test-bot-view';
import type { Message } from './words';

const HOOK: Channel = { id: 'hook0001', name: '手机', on: true, kind: 'webhook' };
const BARK = (server: string): Channel => ({ id: 'bark0001', name: 'Bark', on: true, kind: 'bark', server });

async function createRig(options: { patch?: SettingsPatch; shows?: boolean } = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'botpier-notify-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const clock = createManualClock(new Date('2026-11-20T12:00:00').getTime());
  const settings = await createSettingsStore({ dir, clock, onNotice: () => undefined });
  await settings.patch(options.patch ?? {});
  const { view } = createStillApp();
  const secrets = createMemorySecretStore();
  const shown: Message[] = [];
  const log: string[] = [];
  const notifier = createNotifier(
    {
      view,
      settings,
      secrets,
      redactor: createRedactor(),
      clock,
      fetch,
      log: (text) => log.push(text),
      systemLanguage: 'zh',
      async showOnDesktop(message) {
        shown.push(message);
        return options.shows ?? true;
      },
    },
    () => undefined,
  );
  onTestFinished(() => notifier.close());
  return {
    notifier,
    settings,
    secrets,
    clock,
    shown,
    log,
    dir,
    /** The bot becomes this, and stays so for `ms`. */
    async stays(bot: BotView, ms = 0) {
      view.set({ ...view.get(), bots: [bot] } satisfies AppView);
      await clock.advance(ms);
    },
  };
}

const bodyOf = (request: { body: string } | undefined) =>
  JSON.parse(Buffer.from(request?.body ?? '', 'latin1').toString());

test('tells the desktop and the phone once, with the code of this moment, and the way back', async () => {
  const { url, received } = await startHttp(() => ({ status: 200, body: {} }));
  const rig = await createRig({ patch: { notifications: { channels: [HOOK] } } });
  await rig.notifier.setSecret(HOOK.id, `${url}/hook`);
  await rig.stays(scanning('https://txz.qq.com/p?k=old'), 5_000);
  await rig.stays(scanning('https://txz.qq.com/p?k=new'), 5_000);
  await rig.notifier.idle();
  await rig.stays(well(), 60_000);
  await rig.notifier.idle();
  expect(rig.shown.map(({ title }) => title)).toEqual(['小码要你扫一下码', '小码回来了']);
  expect(received.map((request) => bodyOf(request).event)).toEqual(['needsScan', 'back']);
  expect(Buffer.from(bodyOf(received[0]).qrPng, 'base64').subarray(1, 4).toString()).toBe('PNG');
  expect(rig.notifier.recent.map(({ kind, failures }) => [kind, failures])).toEqual([
    ['back', []],
    ['needsScan', []],
  ]);
});

test('200 flaps worth a word become at most five', async () => {
  const { url, received } = await startHttp(() => ({ status: 200, body: {} }));
  const rig = await createRig({ patch: { notifications: { channels: [HOOK] } } });
  await rig.notifier.setSecret(HOOK.id, url);
  for (let n = 0; n < 200; n++) {
    await rig.stays(offline(), 30_000);
    // What goes out in real time must not grow old on a clock that flies.
    await rig.notifier.idle();
    await rig.stays(offline(), 10_000);
    await rig.stays(well(), 60_000);
    await rig.notifier.idle();
    await rig.stays(well(), 10_000);
  }
  await rig.notifier.idle();
  expect(rig.shown.length).toBeGreaterThan(0);
  expect(rig.shown.length).toBeLessThanOrEqual(5);
  expect(received.length).toBe(rig.shown.length);
});

test('a phone that cannot be reached is tried again, then named', async () => {
  let failing = 2;
  const { url, received } = await startHttp(() => ({ status: failing-- > 0 ? 503 : 200, body: '' }));
  const rig = await createRig({ patch: { notifications: { channels: [HOOK] } } });
  await rig.notifier.setSecret(HOOK.id, url);
  const arrived = async (count: number) => {
    while (received.length < count) await rig.clock.advance(1_000);
  };
  await rig.stays(offline(), 30_000);
  await arrived(3);
  await rig.notifier.idle();
  expect(rig.notifier.recent[0]?.failures).toEqual([]);
});

test('a phone that refuses is not tried again, and nothing of its secret is told', async () => {
  const { url, received } = await startHttp(({ path }) => ({ status: 401, body: `no entry at ${path}` }));
  const rig = await createRig({ patch: { notifications: { channels: [HOOK] } } });
  const secret = `${url}/hook?token=very-secret-token`;
  await rig.notifier.setSecret(HOOK.id, secret);
  await rig.stays(offline(), 30_000);
  await rig.notifier.idle();
  expect(received).toHaveLength(1);
  expect(rig.notifier.recent[0]?.failures).toEqual([{ channel: '手机', problem: 'refused' }]);
  const everything = JSON.stringify([rig.log, rig.notifier.recent, await rig.notifier.test(HOOK.id)]);
  expect(everything + (await readFile(join(rig.dir, 'settings.json'), 'utf8'))).not.toContain('very-secret');
});

test('a system that shows nothing is named, and what was told stays to be read', async () => {
  const rig = await createRig({ shows: false });
  await rig.stays(offline(), 60_000);
  await rig.notifier.idle();
  expect(rig.notifier.recent[0]).toMatchObject({
    kind: 'offline',
    code: 'kicked',
    failures: [{ channel: 'desktop', problem: 'notShown' }],
  });
});

test('quiet hours and a switched-off kind are held; after them what is still so is told', async () => {
  const rig = await createRig({
    patch: {
      language: 'en',
      notifications: { quietHours: { on: true, from: '11:00', to: '13:00' }, muted: ['modelBroken'] },
    },
  });
  await rig.stays(offline(), 30 * 60_000);
  expect(rig.shown).toEqual([]);
  await rig.stays(offline(), 31 * 60_000);
  expect(rig.shown.map(({ title }) => title)).toEqual(['小码 was signed out by QQ']);
});

test('a channel without pictures is given a link that opens once, and not after five minutes', async () => {
  const { url, received } = await startHttp(() => ({ status: 200, body: { code: 200, message: 'success' } }));
  const rig = await createRig({
    patch: { notifications: { channels: [BARK(url)], publicUrl: 'https://bot.example.org' } },
  });
  await rig.notifier.setSecret('bark0001', 'device');
  await rig.stays(scanning(), 10_000);
  await rig.notifier.idle();
  const token = /https:\/\/bot\.example\.org\/qr\/(\w+)/.exec(bodyOf(received[0]).body)?.[1] ?? '';
  expect((await rig.notifier.qrLinks.open(token))?.subarray(1, 4)).toEqual(Buffer.from('PNG'));
  expect(await rig.notifier.qrLinks.open(token)).toBe(undefined);
  const late = rig.notifier.qrLinks.offer(scanning().id);
  await rig.clock.advance(5 * 60_000);
  expect(await rig.notifier.qrLinks.open(late)).toBe(undefined);
  expect(await rig.notifier.qrLinks.open('guessed')).toBe(undefined);
});

test('a test goes out by a channel that is switched off; a secret that is missing is said', async () => {
  const { url, received } = await startHttp(() => ({ status: 200, body: {} }));
  const rig = await createRig({ patch: { notifications: { channels: [{ ...HOOK, on: false }] } } });
  expect(await rig.notifier.test(HOOK.id)).toMatchObject({ problem: 'secretMissing' });
  await rig.notifier.setSecret(HOOK.id, url);
  expect(await rig.notifier.test(HOOK.id)).toEqual({ kind: 'sent' });
  expect(bodyOf(received[0]).title).toBe('BotPier 测试通知');
  expect(rig.notifier.secrets).toEqual({ [HOOK.id]: 'present' });
});

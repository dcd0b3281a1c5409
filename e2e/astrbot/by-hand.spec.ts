import { once } from 'node:events';
import { expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { until } from '../lab/engine/command';
import type { Lab } from '../lab/start-lab';
import { runBotpier, upArgs } from '../main-job/botpier';
import { needsLab, test } from '../main-job/lab-test';
import { findService } from '../main-job/world';
import { startWebShell } from '../web/web-shell';
import { type AstrBotConfig, openPanel, readAstrBotConfig } from './astrbot-panel';

needsLab();
test.use({ labOptions: { engine: '20', pace: 'fast', brains: ['astrbot'] } });
test.setTimeout(6 * 60_000);

const OWNER = '30003';
const PREFIX = '！';
const HEAL_MS = 90_000;

test('what is edited in the panel is kept, what is ours is mended, and a mute line heals', async ({
  lab,
  dataDir,
}) => {
  const phone = lab.phone();
  const up = async (...more: string[]) => {
    let scanned = false;
    const run = runBotpier(lab, [...upArgs(lab, dataDir, 'astrbot'), ...more], ({ event }) => {
      if (event !== 'qr' || scanned) return;
      scanned = true;
      void phone.scan().then(() => phone.confirm());
    });
    expect(await run.ended, run.output).toBe(0);
    return run.events;
  };

  await test.step('a bot that answers', async () => {
    await up();
    expect((await phone.ask('在吗')).text).not.toBe('');
  });

  await test.step('a line that works is left alone, for it may have come in just now', async () => {
    const panel = await openPanel(lab.docker);
    expect(await panel.callPlugin('botpier/reconnect', {})).toEqual({ closed: 0 });
    expect((await phone.ask('在吗')).text).not.toBe('');
  });

  const before = await readAstrBotConfig(lab.docker);
  await test.step('somebody edits theirs, and the token that is ours', async () => {
    const panel = await openPanel(lab.docker);
    const { config } = await panel.call<{ config: AstrBotConfig }>('config/get');
    await panel.call('config/astrbot/update', {
      conf_id: 'default',
      config: {
        ...config,
        admins_id: [...config.admins_id, OWNER],
        wake_prefix: [...config.wake_prefix, PREFIX],
      },
    });
    const [ours] = before.platform;
    const edited = { ...ours, ws_reverse_token: 'edited-by-hand-0123' };
    await panel.call('config/platform/update', { id: ours?.id, config: edited });
    expect((await readAstrBotConfig(lab.docker)).platform[0]?.ws_reverse_token).toBe('edited-by-hand-0123');
  });

  await test.step('ours is written again, theirs is kept, nobody scans', async () => {
    const events = await up('--keep', 'ours');
    expect(events.filter(({ event }) => event === 'qr')).toEqual([]);
    const now = await readAstrBotConfig(lab.docker);
    expect(now.platform[0]?.ws_reverse_token).toBe(before.platform[0]?.ws_reverse_token);
    expect(now.admins_id).toContain(OWNER);
    expect(now.wake_prefix).toContain(PREFIX);
    expect((await phone.ask('还在吗')).text).not.toBe('');
  });

  await test.step('an old line that dies late takes the new one along; it is made anew', async () => {
    const shell = await startWebShell(['--data-dir', dataDir, '--mirror', lab.mirror], lab.env);
    try {
      await leaveLateLine(lab, before.platform[0]?.ws_reverse_token ?? '', (await phone.state()).uin);
      const heard = await until('an answer', HEAL_MS, async () => {
        const { id } = await phone.say({ room: 'private', text: '听得到吗' });
        const answer = await until('it', 3_000, async () =>
          (await phone.chat()).find((message) => message.self && message.id > id),
        );
        return answer.text;
      });
      expect(heard).not.toBe('');
      const { Id } = await findService(lab.docker, 'astrbot');
      expect(await lab.docker('logs', Id)).toContain('ApiNotAvailable');
    } finally {
      await shell.stop();
    }
  });
});

/** What a network that broke leaves behind: a second line of the same account that ends after the first came. */
async function leaveLateLine(lab: Lab, token: string, account: string): Promise<void> {
  const { NetworkSettings } = await findService(lab.docker, 'astrbot');
  const [network] = Object.values(NetworkSettings.Networks) as { IPAddress: string }[];
  const late = new WebSocket(`ws://${network?.IPAddress}:6199/ws`, {
    headers: { 'X-Self-ID': account, 'X-Client-Role': 'Universal', Authorization: `Bearer ${token}` },
  });
  await once(late, 'open');
  late.terminate();
}

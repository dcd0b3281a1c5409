import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { App } from '../../app/api';
import { systemClock } from '../../lib/clock';
import { bootRehearsal } from '../boot-rehearsal';
import { toShellOptions } from '../shell-options';
import type { CliEvent } from './cli-event';
import { zh } from './texts-zh';
import { up } from './up';
import { ensureBot, readUpAnswers } from './up-answers';

let temp: string;
let app: App;
beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'up-rehearsal-'));
  for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, temp);
  app = await bootRehearsal({ ...toShellOptions({ rehearse: true }), url: undefined }, 'fast');
});
afterEach(async () => {
  await app.close();
  vi.unstubAllEnvs();
  await rm(temp, { recursive: true });
});

const poolKey = (index: number) => `AIzaSyGood${index}`.padEnd(39, '0');

test.each([
  ['Koishi unless told otherwise', {}],
  ['AstrBot', { stack: 'astrbot' }],
  ['a pool of keys', { stack: 'astrbot', poolKeyEnv: 'KEYS', acceptPoolLicence: true }],
])(
  'a rehearsal goes from nothing to a chat without anybody, and leaves nothing behind: %s',
  async (_, flags) => {
    const events: CliEvent[] = [];
    const answers = readUpAnswers({ rehearse: true, ...flags }, { KEYS: `"${poolKey(1)}", ${poolKey(2)}` });
    const code = await up({
      app,
      bot: await ensureBot(app, answers),
      answers,
      terminal: undefined,
      texts: zh,
      language: 'zh',
      reporter: { report: (event) => void events.push(event) },
      clock: systemClock,
      timeoutMs: 20_000,
      signal: new AbortController().signal,
    });
    expect(code).toBe(0);
    expect(events).toContainEqual(expect.objectContaining({ event: 'qr' }));
    expect(events.slice(-3)).toEqual([
      { event: 'reply', answer: expect.stringMatching(/./), latencyMs: expect.any(Number) },
      { event: 'chat', from: 'you', text: '你好' },
      { event: 'chat', from: 'bot', text: expect.stringMatching(/./) },
    ]);

    expect(await readdir(temp)).not.toEqual([]);
    await app.close();
    expect(await readdir(temp)).toEqual([]);
  },
);

import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../contract/notification';
import { systemClock } from '../../../lib/clock';
import { createManualClock } from '../../../lib/manual-clock';
import { sendByChannel } from './send-by-channel';
import type { Outgoing } from './sending';
import { bark, serverChan, startHttp, startSmtp, telegram } from './test-phone-servers';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
const plain: Outgoing = {
  kind: 'offline',
  botName: '小码',
  at: Date.UTC(2026, 10, 20, 12),
  title: '小码掉线了',
  body: 'QQ 那头断了。',
  pictureText: '用手机 QQ 扫这张码。',
  withoutPicture: '打开 BotPier 扫码。',
};
const withCode: Outgoing = { ...plain, kind: 'needsScan', title: '小码要你扫一下码', picture: PNG };

const common = { id: 'abcd1234', name: 'phone', on: true };
const send = (channel: Channel, secret: string | undefined, outgoing = plain) =>
  sendByChannel(channel, secret, outgoing, {
    fetch,
    clock: systemClock,
    signal: new AbortController().signal,
  });
const utf8 = (latin1: string) => Buffer.from(latin1, 'latin1').toString();

describe('webhook', () => {
  const channel: Channel = { ...common, kind: 'webhook' };

  test('posts what happened, and the code as base64', async () => {
    const { url, received } = await startHttp(() => ({ status: 204, body: '' }));
    expect(await send(channel, `${url}/hook?token=abc`, withCode)).toEqual({ kind: 'sent' });
    expect(received[0]).toMatchObject({ path: '/hook?token=abc', type: 'application/json' });
    expect(JSON.parse(utf8(received[0]?.body ?? ''))).toEqual({
      event: 'needsScan',
      bot: '小码',
      title: '小码要你扫一下码',
      text: 'QQ 那头断了。\n用手机 QQ 扫这张码。',
      at: '2026-11-20T12:00:00.000Z',
      qrPng: Buffer.from(PNG).toString('base64'),
    });
  });

  test.each([
    [401, 'refused'],
    [404, 'wrongAddress'],
    [429, 'limited'],
    [500, 'serverError'],
    [302, 'wrongAddress'],
  ] as const)('HTTP %d is %s', async (status, problem) => {
    const { url } = await startHttp(() => ({ status, body: 'words of the server' }));
    expect(await send(channel, url)).toMatchObject({ kind: 'problem', problem });
  });

  test.each([
    ['http://127.0.0.1:9', 'unreachable'],
    ['not an address', 'wrongAddress'],
    ['file:///etc/passwd', 'wrongAddress'],
    [undefined, 'secretMissing'],
  ] as const)('%s: %s', async (secret, problem) => {
    expect(await send(channel, secret)).toMatchObject({ kind: 'problem', problem });
  });

  test('a server that never answers is given up', async () => {
    const { url, received } = await startHttp(() => 'hangs');
    const clock = createManualClock();
    const outcome = sendByChannel(channel, url, plain, {
      fetch,
      clock,
      signal: new AbortController().signal,
    });
    while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(20_000);
    expect(await outcome).toMatchObject({ kind: 'problem', problem: 'timeout' });
  });

  test('a server that hangs up', async () => {
    const { url } = await startHttp(() => 'hangsUp');
    expect(await send(channel, url)).toMatchObject({ kind: 'problem', problem: 'unreachable' });
  });
});

describe('Bark', () => {
  test('pushes; where the code is to be found instead of the code', async () => {
    const { url, received } = await bark('device1');
    expect(await send({ ...common, kind: 'bark', server: url }, ' device1 ', withCode)).toEqual({
      kind: 'sent',
    });
    expect(JSON.parse(utf8(received[0]?.body ?? ''))).toEqual({
      device_key: 'device1',
      title: '小码要你扫一下码',
      body: 'QQ 那头断了。\n打开 BotPier 扫码。',
      group: 'BotPier',
      level: 'timeSensitive',
    });
  });

  test('a device key that it does not know', async () => {
    const { url } = await bark('device1');
    expect(await send({ ...common, kind: 'bark', server: url }, 'other')).toMatchObject({
      problem: 'refused',
    });
  });
});

describe('ServerChan', () => {
  test('sends', async () => {
    const { url, received } = await serverChan('SCT1abc');
    expect(await send({ ...common, kind: 'serverchan', server: url }, 'SCT1abc')).toEqual({ kind: 'sent' });
    expect(JSON.parse(utf8(received[0]?.body ?? ''))).toEqual({ title: '小码掉线了', desp: 'QQ 那头断了。' });
  });

  test.each([
    ['SCT1other', false, 'refused'],
    ['SCT1abc', true, 'limited'],
    ['no/../key', false, 'refused'],
  ] as const)('%s, over its limit: %s', async (key, overLimit, problem) => {
    const { url } = await serverChan('SCT1abc', overLimit);
    expect(await send({ ...common, kind: 'serverchan', server: url }, key)).toMatchObject({ problem });
  });

  test.each([
    ['SCT1abc', 'https://sctapi.ftqq.com/SCT1abc.send'],
    ['sctp12tabc', 'https://12.push.ft07.com/send/sctp12tabc.send'],
  ])('%s belongs to %s', async (key, address) => {
    const asked: string[] = [];
    await sendByChannel({ ...common, kind: 'serverchan', server: '' }, key, plain, {
      fetch: async (input) => {
        asked.push(String(input));
        return Response.json({ code: 0 });
      },
      clock: systemClock,
      signal: new AbortController().signal,
    });
    expect(asked).toEqual([address]);
  });
});

describe('Telegram', () => {
  const TOKEN = '123456:AAH-secret_token';
  const at = (server: string, chat = '4242'): Channel => ({ ...common, kind: 'telegram', server, chat });

  test('sends a message', async () => {
    const { url, received } = await telegram(TOKEN, '4242');
    expect(await send(at(url), TOKEN)).toEqual({ kind: 'sent' });
    expect(received[0]?.path).toBe(`/bot${TOKEN}/sendMessage`);
    expect(JSON.parse(utf8(received[0]?.body ?? ''))).toEqual({
      chat_id: '4242',
      text: '小码掉线了\nQQ 那头断了。',
    });
  });

  test('sends the code as a photo', async () => {
    const { url, received } = await telegram(TOKEN, '4242');
    expect(await send(at(url), TOKEN, withCode)).toEqual({ kind: 'sent' });
    expect(received[0]?.path).toBe(`/bot${TOKEN}/sendPhoto`);
    expect(received[0]?.body).toContain(Buffer.from(PNG).toString('latin1'));
    expect(utf8(received[0]?.body ?? '')).toContain('用手机 QQ 扫这张码。');
  });

  test.each([
    ['999:other', '4242', 'refused'],
    ['nonsense', '4242', 'refused'],
    [TOKEN, '1', 'wrongAddress'],
  ])('%s to %s: %s', async (token, chat, problem) => {
    const { url } = await telegram(TOKEN, '4242');
    const outcome = await send(at(url, chat), token);
    expect(outcome).toMatchObject({ problem });
    expect(JSON.stringify(outcome)).not.toContain(token);
  });
});

describe('e-mail', () => {
  const account = { user: 'me@example.org', password: 'right' };
  const at = (port: number, over: Partial<Extract<Channel, { kind: 'email' }>> = {}): Channel => ({
    ...common,
    kind: 'email',
    host: '127.0.0.1',
    port,
    security: 'none',
    user: account.user,
    from: 'me@example.org',
    to: 'you@example.org',
    ...over,
  });

  test('a mail with the code in it', async () => {
    const { port, mails } = await startSmtp({ ...account, allowInsecureAuth: true });
    expect(await send(at(port), 'right', withCode)).toEqual({ kind: 'sent' });
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ from: 'me@example.org', to: ['you@example.org'], encrypted: false });
    const content = mails[0]?.content ?? '';
    expect(content).toContain(Buffer.from(PNG).toString('base64'));
    expect(content).toContain('cid:botpier-qr');
    expect(content).toMatch(/Subject: =\?UTF-8\?/);
  });

  test.each([
    ['a wrong password', 'wrong', {}, 'refused'],
    ['a receiver that it does not know', 'right', { to: 'nobody@example.org' }, 'wrongAddress'],
    ['no password', undefined, {}, 'secretMissing'],
  ] as const)('%s', async (_, secret, over, problem) => {
    const { port, mails } = await startSmtp({ ...account, allowInsecureAuth: true });
    expect(await send(at(port, over), secret)).toMatchObject({ problem });
    expect(mails).toEqual([]);
  });

  test('is not sent in the clear where encryption was demanded', async () => {
    const { port, mails } = await startSmtp({ ...account, allowInsecureAuth: true, hideSTARTTLS: true });
    expect(await send(at(port, { security: 'starttls' }), 'right')).toMatchObject({ problem: 'insecure' });
    expect(await send(at(port, { security: 'tls' }), 'right')).toMatchObject({ problem: 'insecure' });
    expect(mails).toEqual([]);
  });

  test('is not sent to a server whose certificate nobody vouches for', async () => {
    const { port, mails } = await startSmtp({ ...account });
    expect(await send(at(port, { security: 'starttls' }), 'right')).toMatchObject({ problem: 'insecure' });
    expect(mails).toEqual([]);
  });

  test('nobody there', async () => {
    expect(await send(at(9), 'right')).toMatchObject({ problem: 'unreachable' });
  });
});

import { afterEach, expect, it } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { createTestMachine } from '../create-test-host';
import { createMessengerProgram } from './create-messenger-program';
import { advanceUntil, createTestMessenger, type TestMessenger, WEB_TOKEN } from './test-messenger';

let messenger: TestMessenger;
afterEach(() => messenger.stop());

async function signedIn(profile: 'A' | 'B' | 'C', env: Record<string, string> = {}) {
  messenger = createTestMessenger({ profile });
  const run = messenger.start({ env });
  await messenger.signIn();
  return run;
}

const isBack = () => messenger.controls.state.get().running && messenger.machine.port(6_099) !== undefined;
const isAway = () => !messenger.controls.state.get().running;

it('signs a known account in again after a restart, without a code', async () => {
  const run = await signedIn('B');
  await run.stop();
  messenger.start({ env: { ACCOUNT: '10001' } });
  await messenger.until('online');
  expect(messenger.machine.log.join('\n')).toMatch(/正在快速登录 {2}10001/);
  expect(messenger.controls.state.get().qrUrl).toBe('');
});

it('does so by autoLoginAccount of webui.json too', async () => {
  const run = await signedIn('B');
  expect((await messenger.api('/QQLogin/SetQuickLoginQQ', { uin: '10001' })).code).toBe(0);
  await run.stop();
  messenger.start();
  await messenger.until('online');
  expect(messenger.machine.log).toContain('[NapCat] [WebUi] 自动快速登录成功: 10001');
});

it.each([
  [
    'another MAC',
    '登录态已失效',
    (its: TestMessenger) => {
      its.machine.macAddress = '02:00:00:00:00:99';
    },
  ],
  [
    'another machine-id',
    '登录态已失效',
    (its: TestMessenger) => its.machine.files.set('/etc/machine-id', 'f'.repeat(32)),
  ],
  [
    'words of QQ',
    '你的用户身份已失效',
    (its: TestMessenger) => its.controls.setFaults({ quickLoginFailure: '你的用户身份已失效' }),
  ],
])('asks for a scan again after %s', async (_name, words, change) => {
  const run = await signedIn('B');
  await run.stop();
  change(messenger);
  messenger.start({ env: { ACCOUNT: '10001' } });
  await messenger.until('waiting');
  expect(messenger.machine.log.join('\n')).toContain(`快速登录错误： ${words}`);
});

it('loses the ticket with the sign-out where QQ wants it so', async () => {
  const run = await signedIn('B');
  messenger.controls.setFaults({ kickKillsTicket: true });
  messenger.controls.kick();
  await messenger.clock.advance(100);
  await run.stop();
  messenger.start({ env: { ACCOUNT: '10001' } });
  await messenger.until('waiting');
  expect(messenger.machine.log.join('\n')).toContain('你的用户身份已失效');
});

it('keeps the way in over a restart by API, and drops -q', async () => {
  await signedIn('B', { ACCOUNT: '10001' });
  expect((await messenger.api('/Process/Restart')).data).toEqual({ message: '进程重启请求已发送' });
  await advanceUntil(messenger.clock, isAway);
  expect(messenger.machine.port(6_099)).toBeUndefined();
  await advanceUntil(messenger.clock, isBack);
  expect((await messenger.api('/auth/check')).code).toBe(0);
  await messenger.until('waiting');
  expect(messenger.machine.log.join('\n')).toContain('没有 -q 指令指定快速登录');
});

it('comes back from a crash with -q and a new secret, and gives up after three in ten seconds', async () => {
  const run = await signedIn('B', { ACCOUNT: '10001' });
  messenger.controls.crashWorker();
  await advanceUntil(messenger.clock, isAway, 10);
  await advanceUntil(messenger.clock, isBack);
  expect((await messenger.api('/auth/check')).message).toBe('Unauthorized');
  await messenger.until('online');
  for (const crash of [1, 2, 3]) {
    await messenger.boot();
    messenger.controls.crashWorker();
    await advanceUntil(messenger.clock, isAway, 10);
    expect(messenger.machine.log.join('\n')).toContain(`(${Math.min(crash, 2)}/3)`);
  }
  expect(await run.exited).toBe(1);
});

it('ends with its only process in the oldest generation', async () => {
  const run = await signedIn('A');
  messenger.controls.crashWorker();
  expect(await run.exited).toBe(11);
});

it('stays out after being signed out in B, however often a code is asked for', async () => {
  await signedIn('B', { NAPCAT_QUICK_ACCOUNT: '10001' });
  const { qrcodeurl } = await messenger.status();
  messenger.controls.kick();
  expect((await messenger.api('/QQLogin/RefreshQRcode')).code).toBe(0);
  expect((await messenger.api('/QQLogin/SetQuickLogin', { uin: '10001' })).code).toBe(-1);
  await messenger.clock.advance(60_000);
  expect(await messenger.status()).toMatchObject({ isLogin: false, qrcodeurl });
});

it('restarts itself 3.5 s after being signed out in C, and signs in again', async () => {
  await signedIn('C', { NAPCAT_QUICK_ACCOUNT: '10001' });
  messenger.controls.kick();
  expect((await messenger.api('/QQLogin/RefreshQRcode')).data).toEqual({ qrcodeurl: '', restarting: true });
  await messenger.clock.advance(3_400);
  expect(messenger.controls.state.get().running).toBe(true);
  await messenger.clock.advance(300);
  await advanceUntil(messenger.clock, isAway, 10);
  await messenger.until('online');
  expect((await messenger.status()).loginPhase).toBe('ready');
});

it('unpacks a global napcat.json once for each new container', async () => {
  const path = '/app/napcat/config/napcat.json';
  const run = await signedIn('B');
  messenger.machine.files.set(path, '{"fileLog":true}');
  await run.stop();
  const again = messenger.start();
  await messenger.boot();
  expect(messenger.machine.files.get(path)).toContain('"fileLog":true');
  await again.stop();
  messenger.machine.files.delete('/app/napcat/napcat.mjs');
  messenger.start();
  await messenger.boot();
  expect(messenger.machine.files.get(path)).toContain('"fileLog": false');
});

it('hears its controls over HTTP too', async () => {
  messenger = createTestMessenger();
  messenger.start({ env: { SIM_CONTROL_PORT: '9000' } });
  await messenger.boot();
  await messenger.until('waiting');
  const control = async (name: string, input: object = {}) => {
    const url = `http://127.0.0.1:${messenger.machine.port(9_000)}/${name}`;
    return (await fetch(url, { method: 'POST', body: JSON.stringify(input) })).status;
  };
  expect(await control('kick')).toBe(409);
  expect(await control('no-such-thing')).toBe(404);
  expect(await control('confirm', { uin: '10002', nick: '别人' })).toBe(200);
  await messenger.until('online');
  expect(await control('say', { room: 'private', text: '在吗' })).toBe(200);
  const read = async (name: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${messenger.machine.port(9_000)}/${name}`)).json();
  expect(await read('state')).toMatchObject({ uin: '10002', phone: 'online' });
  expect(await read('transcript')).toMatchObject([{ text: '在吗', self: false }]);
  expect(JSON.stringify(await read('state'))).not.toContain(WEB_TOKEN);
});

it('turns to the run started last, and back to the one before when that ends', async () => {
  const { program, controls } = createMessengerProgram();
  const clock = createManualClock();
  const [first, second] = [createTestMachine(clock), createTestMachine(clock)].map((machine) =>
    machine.run(program),
  );
  await advanceUntil(clock, () => controls.state.get().phase === 'waiting');
  controls.confirm('10002', '后来的');
  await advanceUntil(clock, () => controls.state.get().nick === '后来的');
  await second?.stop();
  expect(controls.state.get()).toMatchObject({ running: true, phase: 'waiting', uin: '' });
  await first?.stop();
  expect(controls.state.get().running).toBe(false);
});

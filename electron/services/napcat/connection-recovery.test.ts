import { describe, expect, test } from 'vitest';
import { FAST_TIMINGS } from '../../rehearsal/messenger/messenger-options';
import { createHurriedClock, createOnlineRig, createRig, is, until } from './test-rig';

describe('ways back', () => {
  test.each(['B', 'C'] as const)('a restart by the API signs in by itself (%s)', async (profile) => {
    const timings = { ...FAST_TIMINGS, respawnMs: 3_000 };
    const { connection, signIns } = await createOnlineRig({ profile, timings });
    await connection.restart();
    await until(connection.login, is('starting'));
    expect(await until(connection.login, is('online'))).toMatchObject({ uin: '10001' });
    expect(signIns).toHaveLength(1);
  });

  test('the oldest generation cannot restart itself, and says so', async () => {
    const { connection } = await createOnlineRig({ profile: 'A' });
    await expect(connection.restart()).rejects.toMatchObject({ kind: 'missing' });
  });

  test.each(['B', 'C'] as const)('a worker that crashed is signed in to anew (%s)', async (profile) => {
    const { connection, controls, signIns } = await createOnlineRig({ profile });
    controls.crashWorker();
    await until(connection.monitor, ({ kind }) => kind !== 'connected');
    await until(connection.monitor, ({ kind }) => kind === 'connected');
    await until(connection.login, is('online'));
    expect(await connection.inspectBridge()).toEqual({ kind: 'ok' });
    expect(signIns).toHaveLength(2);
  });

  test('a known account signs in without a scan, or QQ says why not', async () => {
    const rig = await createOnlineRig();
    await rig.stop();
    rig.machine.files.delete('/app/napcat/config/webui.json');
    rig.start();
    await until(rig.connection.login, is('waitingScan'));
    await expect(rig.connection.quickLogin('99999')).rejects.toThrow('未找到该 QQ 历史登录记录');
    await until(rig.connection.login, is('waitingScan'));
    await rig.connection.quickLogin('10001');
    await rig.connection.quickLogin('10001');
    expect(await until(rig.connection.login, is('online'))).toMatchObject({ uin: '10001' });
  });

  test('attempts are counted while kicked', async () => {
    const { connection, controls } = await createOnlineRig();
    controls.kick('被迫下线');
    await until(connection.login, is('kicked'));
    await expect(connection.quickLogin('10001')).rejects.toThrow('登录态已失效');
    expect(connection.login.get()).toMatchObject({ kind: 'kicked', attempts: 1 });
    await connection.restart();
    await until(connection.login, is('online'));
  });

  test('a stranger who scans is not made the account that signs in by itself', async () => {
    const rig = await createRig();
    rig.remember('10001');
    rig.start();
    const connection = rig.connect();
    expect(await rig.signIn(connection, '20002')).toMatchObject({ uin: '20002' });
    await connection.inspectBridge();
    expect(rig.machine.files.get('/app/napcat/config/webui.json')).toContain('"autoLoginAccount": "10001"');
  });

  test('offline without a word is seen through the heartbeat, and so is the way back', async () => {
    const clock = createHurriedClock(5);
    const { connection, controls } = await createOnlineRig({ clock });
    controls.silentOffline();
    await until(connection.monitor, ({ online }) => !online);
    const heardAt = clock.now();
    await until(connection.login, is('offline'));
    expect(clock.now() - heardAt).toBeLessThan(5_000);
    controls.comeBack();
    await until(connection.login, is('online'));
  });

  test('offline behind heartbeats that lie is seen by the slow cross-check', async () => {
    const { connection, controls } = await createOnlineRig({ clock: createHurriedClock(20) });
    controls.setFaults({ heartbeatsLie: true });
    controls.silentOffline();
    await until(connection.login, is('offline'));
    expect(connection.monitor.get().online).toBe(true);
  });

  test('our socket comes back after every cut', async () => {
    const { connection, controls } = await createOnlineRig();
    for (let turn = 0; turn < 3; turn++) {
      controls.cutBridge();
      await until(connection.monitor, ({ kind }) => kind === 'connecting');
      await until(connection.monitor, ({ kind }) => kind === 'connected');
    }
    expect(connection.login.get().kind).toBe('online');
  });
});

describe('codes', () => {
  test('are asked for before they are too old', async () => {
    const rig = await createRig({
      clock: createHurriedClock(40),
      timings: { ...FAST_TIMINGS, qrLifeMs: 500_000 },
    });
    rig.start();
    const { login } = rig.connect();
    const first = await until(login, is('waitingScan'));
    const second = await until(login, (state) => state.kind === 'waitingScan' && state.url !== first.url);
    expect(second.since - first.since).toBeGreaterThan(100_000);
    expect(second.since - first.since).toBeLessThan(115_000);
  });

  test('are asked for when none comes by itself', async () => {
    const rig = await createRig({ clock: createHurriedClock(20) });
    rig.controls.setFaults({ noQr: 'untilRefresh' });
    rig.start();
    const { login } = rig.connect();
    await until(login, is('waitingScan'));
  });

  test('that never come are said to be missing, with the reason of the log', async () => {
    const rig = await createRig({ clock: createHurriedClock(20) });
    rig.controls.setFaults({ noQr: 'never' });
    rig.start();
    const { login, api } = rig.connect();
    await until(api, ({ kind }) => kind === 'ok');
    rig.say('11-20 10:41:28 [error] [Core] [Login] Login Error,ErrType:  1  ErrCode: 8');
    expect(await until(login, is('noQr'))).toMatchObject({ message: 'Login Error ErrType 1 ErrCode 8' });
  });

  test('thrown away by the user make room for another', async () => {
    const rig = await createRig();
    rig.start();
    const connection = rig.connect();
    const first = await until(connection.login, is('waitingScan'));
    await connection.refreshQr();
    const second = await until(connection.login, is('waitingScan'));
    expect(second).toMatchObject({ url: rig.controls.state.get().qrUrl, expiredCount: 0 });
    expect(second.url).not.toBe(first.url);
  });

  test('are not waited for where QQ wants a captcha or a new device confirmed', async () => {
    const rig = await createRig();
    rig.start();
    const { login } = rig.connect();
    await until(login, is('waitingScan'));
    rig.say('11-20 10:41:28 [error] 需要验证码, proofWaterUrl:  https://ti.qq.com/c?sid=1');
    expect(login.get()).toMatchObject({ kind: 'captcha', url: 'https://ti.qq.com/c?sid=1' });
    rig.say('11-20 10:41:28 [error] 新设备需要扫码验证, jumpUrl:  https://ti.qq.com/d');
    expect(login.get()).toMatchObject({ kind: 'newDevice', url: 'https://ti.qq.com/d' });
  });

  test('an account that is signed in already is named', async () => {
    const rig = await createRig();
    rig.controls.setFaults({ alreadyLoggedIn: true });
    rig.start();
    const { login } = rig.connect();
    await until(login, is('waitingScan'));
    rig.controls.confirm();
    expect(await until(login, is('alreadyLoggedIn'))).toMatchObject({ uin: '10001' });
  });
});

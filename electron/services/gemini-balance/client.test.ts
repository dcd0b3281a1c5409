import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeServer } from '../../rehearsal/lifetime';
import type { KeyPoolReport, KeyPoolWish } from '../key-pool-role';
import { createTestPool, isAsWished, isUp, MODEL, type TestPool, TOKENS, untilReport } from './test-pool';

const GOOD = 'AIzaSyGoodKey0000000000000000000000001';
const LIMITED = 'AIzaSyR4290000000000000000000000000002';

let pool: TestPool;
beforeEach(async () => {
  pool = await createTestPool();
});
afterEach(() => pool[Symbol.asyncDispose]());

/** A running pool that was told what it shall be. */
async function running(wish: Partial<KeyPoolWish>) {
  await pool.start();
  const connection = pool.connect(wish);
  await untilReport(connection, isUp);
  await connection.write();
  await untilReport(connection, isAsWished);
  return connection;
}

describe('the pool is ready', () => {
  it('when it lists as many keys as it shall have and is set as it shall be', async () => {
    await pool.start();
    const connection = pool.connect({ keys: [GOOD, LIMITED] });
    expect((await untilReport(connection, isUp)).config).toEqual({ kind: 'behind', wish: 1 });
    await connection.write();
    const report = await untilReport(connection, isAsWished);
    expect([...report.fails]).toEqual([
      [GOOD, 0],
      [LIMITED, 0],
    ]);
  });

  it('again after it was started anew: its database has kept everything', async () => {
    const connection = await running({ keys: [GOOD] });
    connection.close();
    await pool.stop();
    await pool.start();
    await untilReport(pool.connect({ keys: [GOOD] }), isAsWished);
  });

  it('with other keys after it was told, though its environment never changes', async () => {
    const connection = await running({ keys: [GOOD, LIMITED] });
    connection.wish({
      keys: [GOOD],
      baseUrl: pool.baseUrl,
      proxies: [],
      maxRetries: 5,
      maxFailures: 2,
      testModel: MODEL,
    });
    expect(
      (
        await untilReport(
          connection,
          (r): r is KeyPoolReport & { kind: 'up' } => isUp(r) && r.config.kind === 'behind',
        )
      ).config.kind,
    ).toBe('behind');
    await connection.write();
    expect([...(await untilReport(connection, isAsWished)).fails.keys()]).toEqual([GOOD]);
  });
});

describe('the pool is not ready', () => {
  it('when its database is none, though it says that it is healthy', async () => {
    await pool.start();
    await untilReport(pool.connect({}), isUp);
    await pool.stop();
    for (const path of pool.files.keys()) if (path.endsWith('.db')) pool.files.set(path, 'not a database');
    await pool.start();
    const broken = await untilReport(
      pool.connect({}),
      (r): r is Extract<KeyPoolReport, { kind: 'databaseBroken' }> => r.kind === 'databaseBroken',
    );
    expect(broken.message).toContain('API keys are required to initialize');
    expect(await pool.fetch('/health')).toMatchObject({ status: 200, body: { status: 'healthy' } });
    expect(pool.log.join('\n')).toContain('Critical error during application startup');
  });

  it('when its database is locked, though it lists its keys', async () => {
    const connection = await running({ keys: [GOOD] });
    pool.controls.setDatabaseFault('locked');
    connection.wish({
      keys: [GOOD, LIMITED],
      baseUrl: pool.baseUrl,
      proxies: [],
      maxRetries: 3,
      maxFailures: 3,
      testModel: MODEL,
    });
    await expect(connection.write()).rejects.toThrow('database is locked');
    expect(connection.report.get()).toMatchObject({ kind: 'databaseBroken' });
    pool.controls.setDatabaseFault(undefined);
    await connection.write();
    expect((await untilReport(connection, isAsWished)).fails.size).toBe(2);
  });

  it('when it does not take our token', async () => {
    await pool.start({
      DATABASE_TYPE: 'sqlite',
      API_KEYS: '[]',
      ALLOWED_TOKENS: '["somebody"]',
      AUTH_TOKEN: 'somebody else',
    });
    const connection = pool.connect({});
    await untilReport(connection, (r): r is { kind: 'refused' } => r.kind === 'refused');
  });

  it('when somebody edited it in its own panel, and tells what and since when', async () => {
    const connection = await running({ keys: [GOOD] });
    const edit = { API_KEYS: [GOOD, LIMITED], LOG_LEVEL: 'INFO' };
    await pool.fetch('/api/config', {
      method: 'PUT',
      headers: { cookie: `auth_token=${TOKENS.admin}`, 'content-type': 'application/json' },
      body: JSON.stringify(edit),
    });
    expect(await connection.readKeys()).toEqual([GOOD, LIMITED]);
    // After a question it looks again.
    await connection.ask(MODEL, 'hi');
    const report = await untilReport(
      connection,
      (r): r is KeyPoolReport & { kind: 'up' } => isUp(r) && r.config.kind === 'changed',
    );
    expect(report.config).toMatchObject({ what: ['API_KEYS', 'LOG_LEVEL'] });
  });
});

describe('a question through the pool', () => {
  it('is answered by another key when the first has none left', async () => {
    const connection = await running({ keys: [LIMITED, GOOD] });
    expect(await connection.ask(MODEL, 'hi')).toMatchObject({ kind: 'ok' });
  });

  it.each([
    ['AIzaSyR4290000000000000000000000000001', 429, 'RESOURCE_EXHAUSTED'],
    ['AIzaSyQUOTA000000000000000000000000001', 429, 'PerDay'],
    ['AIzaSyBAD00000000000000000000000000001', 400, 'API_KEY_INVALID'],
    ['AIzaSyREGION00000000000000000000000001', 400, 'User location is not supported'],
  ])('tells the real cause behind a masked 500: %s', async (key, status, words) => {
    const connection = await running({ keys: [key] });
    const answer = await connection.ask(MODEL, 'hi');
    expect(answer).toMatchObject({ kind: 'refused', status, body: expect.stringContaining(words) });
  });

  it('tells a model that is gone, also where the last key had none left', async () => {
    const connection = await running({ keys: [GOOD, LIMITED, LIMITED.replace('2', '3')] });
    expect(await connection.ask('gone', 'hi')).toMatchObject({
      status: 404,
      body: expect.stringContaining('gone'),
    });
  });

  it('that reaches nobody has no status, and does not repeat an older failure', async () => {
    const connection = await running({ keys: [LIMITED] });
    await connection.ask(MODEL, 'hi');
    await closeServer(pool.upstreamServer);
    expect(await connection.ask(MODEL, 'hi')).toMatchObject({ kind: 'refused', status: undefined });
  });

  it('to a pool without keys is refused with its own words', async () => {
    const connection = await running({ keys: [] });
    expect(await connection.ask(MODEL, 'hi')).toMatchObject({ body: 'coroutine raised StopIteration' });
  });
});

describe('the list of models', () => {
  it('comes from the provider', async () => {
    const connection = await running({ keys: [GOOD] });
    expect(await connection.models()).toMatchObject({ kind: 'ok', models: expect.arrayContaining([MODEL]) });
  });

  it('that is `null` with 200 is a provider that did not answer', async () => {
    const connection = await running({ keys: ['AIzaSyBAD0000000000000000000000000001'] });
    expect(
      await pool.fetch('/v1/models', { headers: { authorization: `Bearer ${TOKENS.client}` } }),
    ).toMatchObject({
      status: 200,
      body: null,
    });
    expect(await connection.models()).toEqual({ kind: 'refused', status: undefined, body: '' });
  });
});

describe('a check by the pool itself', () => {
  it('is by key, and knows those that reached nobody from those that are well', async () => {
    const down = 'AIzaSyDOWN0000000000000000000000000001';
    const keys = [GOOD, LIMITED, down];
    const connection = await running({ keys });
    const verdicts = await connection.verify(keys);
    expect(verdicts.get(GOOD)).toEqual({ kind: 'ok' });
    expect(verdicts.get(LIMITED)).toMatchObject({ status: 429 });
    expect(verdicts.get(down)).toMatchObject({ kind: 'refused', status: undefined });
  });
});

it('writes neither keys nor tokens into its log', async () => {
  const connection = await running({ keys: [LIMITED, GOOD] });
  await connection.ask(MODEL, 'hi');
  await connection.models();
  const log = pool.log.join('\n');
  for (const secret of [GOOD, LIMITED, TOKENS.client, TOKENS.admin]) expect(log).not.toContain(secret);
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireProcessLock, type ProcessLock } from './process-lock';

let dir: string;
const rivals = new Set<ChildProcess>();
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'lock-')), '数据 目录');
});
afterEach(async () => {
  for (const rival of rivals) rival.kill('SIGKILL');
  rivals.clear();
  await rm(join(dir, '..'), { recursive: true, force: true });
});

async function hold(): Promise<ProcessLock> {
  const result = await acquireProcessLock(dir);
  if (result.kind !== 'held') throw new Error(`taken by ${result.holder.pid}`);
  return result.lock;
}

const lockFile = () => join(dir, 'lock.json');
const stale = (more: object) =>
  writeFile(lockFile(), JSON.stringify({ pid: process.pid, birth: '', uptime: 0, nonce: 'n', ...more }));

/** A process of its own that takes the lock, says what it got, and waits to be killed. */
function startRival() {
  const source = `
    const { acquireProcessLock } = await import(${JSON.stringify(new URL('./process-lock.ts', import.meta.url).href)});
    const result = await acquireProcessLock(process.argv[1]);
    if (result.kind === 'held') await result.lock.publish('http://127.0.0.1:1/');
    console.log(JSON.stringify(result));
    process.stdin.resume().on('end', () => process.exit());`;
  const hooks = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => next(/^\\.\\.?\\/[^.]*$/.test(name) ? name + '.ts' : name, context) });`;
  const child = spawn(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(hooks)}`,
      '--input-type=module',
      '-e',
      source,
      dir,
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  rivals.add(child);
  const said = once(createInterface({ input: child.stdout }), 'line').then(([line]) => JSON.parse(line));
  return {
    pid: child.pid,
    said: said as Promise<{ kind: 'held' | 'taken' }>,
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

describe('acquireProcessLock', () => {
  it('is held once, and free again after release', async () => {
    const lock = await hold();
    expect(await acquireProcessLock(dir)).toEqual({
      kind: 'taken',
      holder: { pid: process.pid, url: undefined },
    });
    await lock.release();
    await (await hold()).release();
    expect(await readdir(dir)).toEqual([]);
  });

  it('tells the second one where the first is reached', async () => {
    const lock = await hold();
    await lock.publish('http://127.0.0.1:4321/');
    expect(await acquireProcessLock(dir)).toMatchObject({ holder: { url: 'http://127.0.0.1:4321/' } });
    await lock.release();
  });

  it('is held by one when many ask at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => acquireProcessLock(dir)));
    expect(results.filter((result) => result.kind === 'held')).toHaveLength(1);
    expect(await readdir(dir)).toEqual(['lock.json']);
  });

  it('sees a living process, and takes over from a killed one', async () => {
    const rival = startRival();
    expect(await rival.said).toMatchObject({ kind: 'held' });
    expect(await acquireProcessLock(dir)).toEqual({
      kind: 'taken',
      holder: { pid: rival.pid, url: 'http://127.0.0.1:1/' },
    });
    await rival.kill();
    await (await hold()).release();
  });

  it('is taken over by one when many find it stale at once', async () => {
    const first = startRival();
    await first.said;
    await first.kill();
    const others = [startRival(), startRival(), startRival()];
    const mine = Promise.all(Array.from({ length: 10 }, () => acquireProcessLock(dir)));
    const results = [...(await Promise.all(others.map((other) => other.said))), ...(await mine)];
    expect(results.filter((result) => result.kind === 'held')).toHaveLength(1);
  });

  it.each([
    ['its pid is used by another process since', { birth: '1', uptime: 0 }],
    ['the machine was restarted since', { birth: '', uptime: uptime() + 3_600 }],
  ])('is taken over when %s', async (_, record) => {
    await (await hold()).release();
    await stale(record);
    await (await hold()).release();
  });

  it.each(['', '{"pid":', 'null'])('is taken over when it is unreadable: %j', async (content) => {
    await (await hold()).release();
    await writeFile(lockFile(), content);
    await (await hold()).release();
  });

  it('goes on after a crash in the middle of taking over', async () => {
    const lock = await hold();
    const dead = { ...JSON.parse(await readFile(lockFile(), 'utf8')), birth: '1' };
    await lock.release();
    for (const name of ['lock.json', 'lock-takeover.json'])
      await writeFile(join(dir, name), JSON.stringify(dead));
    await (await hold()).release();
    expect(await readdir(dir)).toEqual([]);
  });

  it('does not release what somebody else has by now', async () => {
    const lock = await hold();
    await stale({ pid: 1, nonce: 'other' });
    await lock.release();
    await lock.publish('http://127.0.0.1:1/');
    expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toMatchObject({ nonce: 'other' });
  });
});

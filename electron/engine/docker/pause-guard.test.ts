import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { nodeGuard, startPauseGuard } from './pause-guard';
import { startTinyDaemon } from './testing/tiny-daemon';

async function startWatched() {
  const asked: string[] = [];
  const heard = Promise.withResolvers<void>();
  const daemon = await startTinyDaemon((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(204).end();
    if (asked.length === 2) heard.resolve();
  });
  return { daemon, asked, both: heard.promise };
}

const BOTH = ['POST /containers/one/unpause', 'POST /containers/two/unpause'];

test('when its parent is killed, it unpauses all of them', async () => {
  const { daemon, asked, both } = await startWatched();
  await using _ = daemon;
  const endpoint = { kind: 'socket', path: daemon.socketPath } as const;
  // A parent of its own, so that it can be killed: it starts the guard as startPauseGuard does.
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, JSON.parse(process.argv[1]), { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.send(JSON.parse(process.argv[2]));
    child.once('message', () => console.log('started'));
    setInterval(() => {}, 1000);`;
  const task = {
    isSecure: false,
    connection: { socketPath: endpoint.path },
    ids: ['one', 'two'],
    limitMs: 600_000,
  };
  const parent = spawn(
    process.execPath,
    ['-e', script, JSON.stringify(nodeGuard.args), JSON.stringify(task)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(parent.stdout, 'data');
  expect(asked).toEqual([]);
  parent.kill('SIGKILL');
  await both;
  expect(asked.sort()).toEqual(BOTH);
});

test('when the time is up it unpauses them, too', async () => {
  const { daemon, asked, both } = await startWatched();
  await using _ = daemon;
  const endpoint = { kind: 'socket', path: daemon.socketPath } as const;
  const guard = await startPauseGuard(endpoint, nodeGuard, ['one', 'two'], 50);
  await both;
  expect(asked.sort()).toEqual(BOTH);
  await guard.release();
});

test('let go, it has asked for nothing', async () => {
  const { daemon, asked } = await startWatched();
  await using _ = daemon;
  const endpoint = { kind: 'socket', path: daemon.socketPath } as const;
  const guard = await startPauseGuard(endpoint, nodeGuard, ['one', 'two'], 600_000);
  await guard.release();
  await guard.release();
  expect(asked).toEqual([]);
});

test('one that cannot be started says so', async () => {
  const endpoint = { kind: 'socket', path: '/nowhere.sock' } as const;
  for (const program of [
    { command: '/no/such/program', args: [] },
    { command: process.execPath, args: ['-e', 'process.exit(3)'] },
  ]) {
    await expect(startPauseGuard(endpoint, program, ['one'], 1_000)).rejects.toThrow(/did not start/);
  }
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { executablePath, root, test } from './desktop-test';

const electron: string = executablePath ?? createRequire(import.meta.url)('electron');

/** A process of its own: it needs no window, and must show none. */
test('told so, the app is what lets containers go on when its parent is gone', async ({ dataDir }) => {
  const asked: string[] = [];
  const heard = Promise.withResolvers<void>();
  const engine = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(204).end();
    heard.resolve();
  });
  const socketPath = join(dataDir, 'engine.sock');
  await new Promise<void>((resolve) => engine.listen(socketPath, resolve));
  const guard = spawn(electron, ['.', '--pause-guard'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    guard.send({ isSecure: false, connection: { socketPath }, ids: ['abc'], limitMs: 600_000 });
    await once(guard, 'message');
    expect(asked).toEqual([]);
    const ended = once(guard, 'exit');
    guard.disconnect();
    await heard.promise;
    expect(asked).toEqual(['POST /containers/abc/unpause']);
    expect(await ended).toEqual([0, null]);
  } finally {
    guard.kill('SIGKILL');
    engine.close();
  }
});

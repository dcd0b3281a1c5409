import { expect, test } from 'vitest';
import { createManualClock } from '../../lib/manual-clock';
import { LABELS } from '../engine';
import { createDockerEngine } from './docker-engine';
import { startTinyDaemon } from './testing/tiny-daemon';

const RUNNING = {
  Id: '9f8e',
  Name: '/botpier-test',
  Image: 'sha256:1',
  Config: { Image: 'koishi', Labels: { [LABELS.bot]: 'testbot1' } },
  State: { Status: 'running' },
};

/** An engine whose kernel does not get all processes to stand still the first `failures` times. */
async function pauseAfter(failures: number, why: string) {
  let asked = 0;
  await using daemon = await startTinyDaemon((request, response) => {
    if (!request.url?.endsWith('/pause')) return response.end(JSON.stringify(RUNNING));
    asked += 1;
    if (asked > failures) return response.writeHead(204).end();
    return response.writeHead(500).end(JSON.stringify({ message: `Cannot pause container 9f8e: ${why}` }));
  });
  const clock = createManualClock();
  const engine = createDockerEngine({ endpoint: { kind: 'socket', path: daemon.socketPath }, clock });
  let outcome: string | undefined;
  const pausing = engine.containers.pause('9f8e').then(
    () => (outcome = 'paused'),
    (error: Error) => (outcome = error.message),
  );
  while (outcome === undefined) await clock.advance(500);
  await pausing;
  await engine.close();
  return { outcome, asked };
}

test('a container that is busy with its disk is asked to stand still again', async () => {
  expect(await pauseAfter(3, 'OCI runtime pause failed: unable to freeze: unknown')).toEqual({
    outcome: 'paused',
    asked: 4,
  });
});

test('one that never does is given up, and an engine that cannot do it is asked once', async () => {
  const busy = await pauseAfter(100, 'OCI runtime pause failed: unable to freeze: unknown');
  expect(busy.outcome).toMatch(/^noFreezer/);
  expect(busy.asked).toBe(5);
  const { asked } = await pauseAfter(100, 'cannot toggle freezer: cgroups not configured for container');
  expect(asked).toBe(1);
});

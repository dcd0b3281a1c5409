import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createObjectStore } from '../../electron/app/snapshots/create-object-store';
import { createRepositorySync } from '../../electron/app/sync/create-repository-sync';
import { findGit } from '../../electron/app/sync/git/find-git';
import type { PushStep } from '../../electron/app/sync/push/push-run';
import { runPush } from '../../electron/app/sync/push/run-push';
import { SyncError } from '../../electron/app/sync/sync-error';
import { snapshotOf } from '../../electron/app/sync/test-sync';
import { WAYS, type Way } from './broken-steps';
import { filesAt, THRESHOLD } from './data';
import type { Answer, Order, Setup } from './orders';

// One computer that saves and restores what it is told to, until somebody kills it.
const setup: Setup = JSON.parse(process.env['TORTURE'] ?? '{}');
const HOURS_AHEAD = 2;
/** Ahead of the host's: what was sent a moment ago may be swept at once. */
const clock = { now: () => Date.now() + HOURS_AHEAD * 3_600_000, after: () => () => {} };
const git = await findGit([]);

async function push(n: number, killAfter: number | undefined): Promise<Answer> {
  const objects = createObjectStore(join(setup.dir, 'objects'));
  const manifest = await snapshotOf(objects, clock.now(), Object.fromEntries(filesAt(setup.seed, n)));
  // The first is done as it should be, so that there is something to lose.
  const steps: readonly PushStep[] = WAYS[n === 0 ? 'good' : (setup.way as Way)];
  const ports = { dir: setup.dir, clock, objects, git, proxy: '', endpoints: setup.endpoints };
  const result = await runPush(
    ports,
    {
      target: setup.target,
      keys: setup.keys,
      device: 'torture',
      manifest,
      secrets: { n: String(n) },
      encryption: 'sensitive',
      isSensitive: ({ volume }) => volume === 'config',
      thresholdBytes: THRESHOLD,
    },
    steps.map((step, index) => async (run) => {
      const end = await step(run);
      if (index === killAfter) process.kill(process.pid, 'SIGKILL');
      return end;
    }),
  );
  return { kind: result.kind, ...('commit' in result ? { commit: result.commit } : {}) };
}

async function restore(dir: string): Promise<Answer> {
  const objects = createObjectStore(join(dir, 'objects'));
  const sync = createRepositorySync({
    dir,
    clock,
    objects,
    gitFolders: [],
    proxy: () => '',
    endpoints: setup.endpoints,
  });
  const { manifest, commit, secrets } = await sync.restore({
    target: setup.target,
    key: setup.keys.identity,
  });
  const files = manifest.entries.flatMap((entry) =>
    entry.type === 'file'
      ? [[`${entry.service}/${entry.volume}/${entry.path}`, objects.pathOf(entry.sha256)]]
      : [],
  );
  await writeFile(join(dir, 'restored.json'), JSON.stringify({ commit, files, n: secrets['n'] }));
  return { kind: 'restored', commit };
}

function tell(answer: Answer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

tell({ kind: 'ready' });
for await (const line of createInterface({ input: process.stdin })) {
  const order: Order = JSON.parse(line);
  try {
    tell(order.kind === 'push' ? await push(order.n, order.killAfter) : await restore(order.dir));
  } catch (error) {
    tell({ kind: 'failed', code: error instanceof SyncError ? error.failure.code : String(error) });
  }
}

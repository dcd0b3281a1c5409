import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAgeKey } from '../../electron/app/sync/keys/age-keys';
import { createTestCodeHost } from '../../electron/rehearsal/code-host/test-code-host';
import { bundleForNode } from '../bench/stage/bundle-for-node';
import { WAYS, type Way } from './broken-steps';
import { chanceOf } from './chance';
import { type Computer, createComputer } from './computer';
import { createJudge } from './judge';
import type { Answer } from './orders';

const OWNER = 'alice';
const REPOSITORY = 'bot';
/** So many runs in a row that fail though nothing was spoilt: it will not come out of that by itself. */
const STUCK_AFTER = 3;

export interface TortureOptions {
  pushes: number;
  restores: number;
  seed: number;
  way: Way;
  log?: (line: string) => void;
}

export interface TortureReport {
  pushes: number;
  pushesKilled: number;
  faults: number;
  /** Of runs that failed, by code. */
  failures: Record<string, number>;
  acknowledged: number;
  restores: number;
  restoresKilled: number;
  restored: number;
  /** Lost states, mixed states, pointers to nothing, and being stuck. */
  wrong: string[];
}

/** Saves and restores a changing bot while everything goes wrong, until something is lost or the rounds are over. */
export async function torture({ pushes, restores, seed, way, log }: TortureOptions): Promise<TortureReport> {
  const host = await createTestCodeHost();
  const root = await mkdtemp(join(tmpdir(), 'torture-sync-'));
  const chance = chanceOf(seed);
  const report: TortureReport = {
    pushes: 0,
    pushesKilled: 0,
    faults: 0,
    failures: {},
    acknowledged: 0,
    restores: 0,
    restoresKilled: 0,
    restored: 0,
    wrong: [],
  };
  const token = host.host.tokens.add({ owner: OWNER });
  await host.host.repositories.create({ owner: OWNER, name: REPOSITORY, private: true });
  const { identity } = await createAgeKey();
  const { recipient: recoveryRecipient } = await createAgeKey();
  const { api, git } = host.host.urls;
  const child = await bundleForNode('e2e/torture-sync/child.ts', join(root, 'child'));
  const computer = createComputer(child, {
    dir: join(root, 'computer'),
    seed,
    way,
    target: { repository: `${OWNER}/${REPOSITORY}`, branch: 'main', token },
    keys: { identity, recoveryRecipient },
    endpoints: { api, git },
  });
  const judge = createJudge(
    host.oracle,
    host.host.repositories.dir(OWNER, REPOSITORY),
    OWNER,
    REPOSITORY,
    seed,
    identity,
  );
  try {
    await pushRounds(computer);
    host.host.faults.clear();
    if (report.wrong.length === 0) await host.oracle.check(OWNER, REPOSITORY);
    if (report.wrong.length === 0) await restoreRounds(computer);
  } finally {
    await computer.stop();
    await host.close();
    await rm(root, { recursive: true, force: true });
  }
  return report;

  async function pushRounds(own: Computer): Promise<void> {
    let acknowledged = -1;
    let failedInARow = 0;
    let usualMs = 600;
    for (let n = 0; n < pushes && report.wrong.length === 0; n++) {
      // The first goes through, so that there is something to lose.
      const isSpoilt = n > 0 && chance.is(0.35) && spoil(chance.pick(PUSH_FAULTS));
      const kill = n > 0 ? chance.pick(['none', 'none', 'time', 'step'] as const) : 'none';
      const killAfter = chance.below(WAYS[way].length);
      const startedAt = performance.now();
      const answer = await own.order(
        { kind: 'push', n, ...(kill === 'step' ? { killAfter } : {}) },
        kill === 'time' ? chance.below(Math.ceil(usualMs * 1.1)) : undefined,
      );
      host.host.faults.clear();
      report.pushes += 1;
      if (!answer) report.pushesKilled += 1;
      else {
        usualMs = (usualMs * 3 + performance.now() - startedAt) / 4;
        note(answer);
      }
      const isAcknowledged = answer?.kind === 'done' || answer?.kind === 'nothing';
      if (isAcknowledged) {
        acknowledged = n;
        report.acknowledged += 1;
      }
      const held = await judge.look(report.wrong);
      if ((held ?? -1) < acknowledged)
        report.wrong.push(`LOST: state ${acknowledged} was acknowledged, ${held} is there`);
      failedInARow =
        answer && !isAcknowledged && !isSpoilt ? failedInARow + 1 : isAcknowledged ? 0 : failedInARow;
      if (failedInARow >= STUCK_AFTER) report.wrong.push(`STUCK: ${JSON.stringify(answer)}`);
      if (n % 25 === 24)
        log?.(`${n + 1} pushes, ${report.pushesKilled} killed, ${report.wrong.length} wrong`);
    }
  }

  async function restoreRounds(own: Computer): Promise<void> {
    let usualMs = 500;
    let dir = '';
    for (let n = 0; n < restores && report.wrong.length === 0; n++) {
      // After a kill the next one goes on in the same place.
      dir = dir === '' || chance.is(0.5) ? await mkdtemp(join(root, 'restore-')) : dir;
      await rm(join(dir, 'restored.json'), { force: true });
      if (chance.is(0.35)) spoil(chance.pick(RESTORE_FAULTS));
      const startedAt = performance.now();
      const isKilled = chance.is(0.5);
      const answer = await own.order(
        { kind: 'restore', dir },
        isKilled ? chance.below(Math.ceil(usualMs * 1.1)) : undefined,
      );
      host.host.faults.clear();
      report.restores += 1;
      if (!answer) report.restoresKilled += 1;
      else {
        usualMs = (usualMs * 3 + performance.now() - startedAt) / 4;
        note(answer);
      }
      if (answer?.kind === 'restored') {
        report.restored += 1;
        await judge.lookAtRestored(join(dir, 'restored.json'), report.wrong);
      }
      if (n % 25 === 24)
        log?.(`${n + 1} restores, ${report.restoresKilled} killed, ${report.wrong.length} wrong`);
    }
  }

  function note(answer: Answer): void {
    const code = answer.kind === 'failed' ? answer.code : answer.kind === 'conflict' ? 'conflict' : undefined;
    if (code !== undefined) report.failures[code] = (report.failures[code] ?? 0) + 1;
  }

  function spoil(fault: Spoil): true {
    report.faults += 1;
    fault(host.host.faults, chance.below(100_000));
    return true;
  }
}

type Faults = Awaited<ReturnType<typeof createTestCodeHost>>['host']['faults'];
type Spoil = (faults: Faults, bytes: number) => void;

const PUSH_FAULTS: readonly Spoil[] = [
  (faults) => faults.set('pushDroppedBefore', { times: 1 }),
  (faults) => faults.set('pushDroppedAfter', { times: 1 }),
  (faults) => faults.set('pushDroppedAfter', { times: 1 }),
  (faults, bytes) => faults.set('pushCut', { times: 1, afterBytes: bytes % 5_000 }),
  (faults, bytes) => faults.set('uploadCut', { times: 1, afterBytes: bytes }),
  (faults) => faults.set('uploadDroppedAfter', { times: 1 }),
  (faults) => faults.set('secondaryLimit', { times: 1 }),
  (faults) => faults.set('serverError', { times: 1 }),
  (faults) => faults.set('lineCut', { times: 1 }),
  (faults) => faults.set('lineCut', { times: 1, on: ['git'] }),
];

const RESTORE_FAULTS: readonly Spoil[] = [
  (faults, bytes) => faults.set('fetchCut', { times: 1, afterBytes: bytes }),
  (faults, bytes) => faults.set('downloadCut', { times: 1, afterBytes: bytes }),
  (faults) => faults.set('downloadTampered', { times: 1 }),
  (faults) => faults.set('serverError', { times: 1, on: ['downloads'] }),
  (faults) => faults.set('lineCut', { times: 1 }),
];

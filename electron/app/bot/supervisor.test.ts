import { beforeEach, expect, it } from 'vitest';
import type { Repair } from '../../chain/link';
import type { LinkFinding } from '../../chain/walk';
import type { Clock } from '../../lib/clock';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import { createSupervisor, type Supervisor } from './supervisor';

const RESTART: Repair = { do: 'restartService', role: 'messenger' };
const MINUTE = 60_000;

let clock: ManualClock;
let jump: number;
let wanted: Repair[];
let looks: number;
let runs: { at: number; repair: Repair }[];
let supervisor: Supervisor;
let outcome: () => Promise<void>;

beforeEach(() => {
  clock = createManualClock(0);
  jump = 0;
  wanted = [];
  looks = 0;
  runs = [];
  outcome = async () => {
    throw new Error('no');
  };
  const jumping: Clock = { now: () => clock.now() + jump, after: clock.after };
  supervisor = createSupervisor({
    clock: jumping,
    log: () => {},
    perform(repair) {
      runs.push({ at: clock.now(), repair });
      return outcome();
    },
    onChange: look,
  });
});

function look(): void {
  looks += 1;
  supervisor.consider(wanted.map((repair): LinkFinding => ({ ...FINDING, repair })));
}
const FINDING = { id: 'messenger', state: { kind: 'ok' }, detail: undefined } as const;

it('waits longer each time for a repair that does not help, and does nothing in between', async () => {
  wanted = [RESTART];
  look();
  await clock.advance(10 * MINUTE);
  expect(runs.map((run) => run.at / 1_000)).toEqual([0, 1, 3, 8, 18, 48, 108, 228, 348, 468, 588]);
  expect(looks).toBeLessThan(3 * runs.length);
});

it('waits longer too where a repair helps for a moment only', async () => {
  outcome = async () => {
    wanted = [];
    clock.after(3_000, () => {
      wanted = [RESTART];
      look();
    });
  };
  wanted = [RESTART];
  look();
  await clock.advance(10 * MINUTE);
  expect(runs.length).toBeLessThan(15);
});

it('begins anew with what went well for a while', async () => {
  outcome = async () => {
    wanted = [];
  };
  for (let n = 0; n < 5; n++) {
    wanted = [RESTART];
    look();
    await clock.advance(10 * MINUTE);
  }
  expect(runs.map((run) => run.at / MINUTE)).toEqual([0, 10, 20, 30, 40]);
});

it('goes on after the clock was set back by hours', async () => {
  wanted = [RESTART];
  look();
  await clock.advance(MINUTE);
  const before = runs.length;
  jump = -8 * 60 * MINUTE;
  look();
  await clock.advance(5 * MINUTE);
  expect(runs.length).toBeGreaterThan(before);
});

it('performs the same repair once at a time', async () => {
  const gate = Promise.withResolvers<void>();
  outcome = () => gate.promise;
  wanted = [RESTART];
  for (let n = 0; n < 5; n++) look();
  supervisor.reset();
  expect(runs).toHaveLength(1);
  gate.resolve();
  await supervisor.idle();
});

import { expect } from 'vitest';
import { createTestApp, type TestApp } from './create-test-app';
import { CHANGES } from './testing-host';

/** Every n-th change is tried; `CRASH_STEP=1` tries them all. */
const STEP = Number(process.env['CRASH_STEP'] ?? 4);
const AT_ONCE = 4;

export type Moment = 'before' | 'after';

/** Resolves with the call in which the app died: at its n-th change of anything at the engine. */
export function killAt(test: TestApp, n: number, moment: Moment): Promise<string> {
  const killed = Promise.withResolvers<string>();
  let count = 0;
  const { host } = test;
  host[moment] = (call: string) => {
    if (!CHANGES.test(call)) return;
    count += 1;
    if (count !== n) return;
    host.cut();
    killed.resolve(call);
  };
  return killed.promise;
}

/** How many changes of anything at the engine `act` takes until all is done. */
export async function countChanges(test: TestApp, act: () => Promise<unknown>): Promise<number> {
  let count = 0;
  test.host.before = (call) => {
    if (CHANGES.test(call)) count += 1;
  };
  await act();
  await test.app.idle();
  return count;
}

export async function withApp<T>(use: (test: TestApp) => Promise<T>): Promise<T> {
  const test = await createTestApp();
  try {
    return await use(test);
  } finally {
    await test.close();
  }
}

/** Tries every moment, several side by side. */
export async function eachMoment(
  changes: number,
  act: (n: number, moment: Moment) => Promise<void>,
): Promise<void> {
  const moments = (['before', 'after'] as const).flatMap((moment, offset) =>
    Array.from({ length: changes }, (_, n) => ({ n: n + 1, moment })).filter(
      ({ n }) => (n + offset * Math.floor(STEP / 2)) % STEP === 0,
    ),
  );
  const failures: string[] = [];
  const worker = async () => {
    for (let next = moments.shift(); next; next = moments.shift()) {
      const { n, moment } = next;
      await act(n, moment).catch((error: unknown) => failures.push(`${moment} change ${n}: ${error}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(failures).toEqual([]);
}

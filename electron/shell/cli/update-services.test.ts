import { afterEach, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../app/create-test-app';
import { badBrains } from '../../app/service-updates/bad-images';
import { offer, setUpToUpdate, untilPhase, withRegistry } from '../../app/service-updates/test-update';
import { systemClock } from '../../lib/clock';
import { createFastClock } from '../../lib/fast-clock';
import type { CliEvent } from './cli-event';
import { createTextReporter } from './text-reporter';
import { en } from './texts-en';
import { type UpdateFlags, updateServices } from './update-services';

let test: TestApp;
afterEach(() => test.close());

async function start(): Promise<void> {
  test = await createTestApp();
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
}

function run(service: string | undefined, flags: UpdateFlags = {}, signal = new AbortController().signal) {
  const events: CliEvent[] = [];
  const written: string[] = [];
  const text = createTextReporter({ write: (line) => void written.push(line) }, en);
  const session = {
    app: test.app,
    bot: test.bot(),
    texts: en,
    language: 'en' as const,
    reporter: {
      report(event: CliEvent) {
        events.push(event);
        text.report(event);
      },
    },
    terminal: undefined,
    clock: systemClock,
    signal,
    write: (line: string) => void written.push(line),
    json: false,
  };
  return { events, written, ended: updateServices(session, service, flags) };
}

it('only says what there is when it is to check', async () => {
  await start();
  await offer(test, 'good');
  const { events, written, ended } = run(undefined, { check: true });
  expect(await ended).toBe(0);
  expect(events).toMatchObject([
    { event: 'versions', services: [{ service: 'napcat' }, { service: 'koishi', offer: {} }], unknown: [] },
  ]);
  expect(written.join('')).toMatch(
    /NapCat 4\S+ {2}nothing newer\nKoishi 4\S+ → 4\S+ \(built anew\) [0-9a-f]{12}\n/,
  );
  expect(test.bot().versions.last).toBeUndefined();
}, 30_000);

it('puts what is offered in place, and back again', async () => {
  await start();
  await offer(test, 'good');
  const there = run(undefined);
  expect(await there.ended).toBe(0);
  const phases = there.events.flatMap((event) => (event.event === 'update' ? [event.phase] : []));
  expect(new Set(phases)).toEqual(new Set(['pulling', 'saving', 'starting', 'proving']));
  expect(there.events.at(-1)).toMatchObject({ event: 'updated', service: 'koishi', result: 'done' });
  const back = run('koishi', { back: true });
  expect(await back.ended).toBe(0);
  expect(back.events.at(-1)).toMatchObject({ event: 'updated', result: 'done' });
}, 60_000);

it('takes it back at Ctrl-C', async () => {
  await start();
  await offer(test, 'good');
  test.engine.controls.setPullRate(1_000_000);
  const cancel = new AbortController();
  const { events, ended } = run('koishi', {}, cancel.signal);
  await untilPhase(test, 'pulling');
  cancel.abort();
  expect(await ended).toBe(1);
  expect(events.at(-1)).toMatchObject({ event: 'updated', result: 'cancelled' });
}, 30_000);

it('refuses what cannot be', async () => {
  await start();
  expect(await run('astrbot').ended).toBe(2);
  expect(await run(undefined, { back: true }).ended).toBe(2);
  expect(await run('koishi', { back: true }).ended).toBe(2);
}, 30_000);

it('stays until the old version answers again, when the new one did not work', async () => {
  test = await createTestApp({ clock: createFastClock(12) });
  withRegistry(test);
  await test.restart();
  await setUpToUpdate(test);
  await offer(test, 'bad', badBrains('/koishi/data/koishi.db')['is well and never answers']);
  const { events, ended } = run('koishi');
  expect(await ended).toBe(1);
  expect(test.bot().tone).toBe('ok');
  expect(events.at(-1)).toMatchObject({ event: 'updated', result: 'returned' });
}, 90_000);

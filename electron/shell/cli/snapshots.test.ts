import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../../app/create-test-app';
import type { CliEvent } from './cli-event';
import {
  exportFile,
  importFile,
  listSnapshots,
  removeSnapshot,
  restoreSnapshot,
  type SnapshotSession,
  takeSnapshot,
} from './snapshots';

let running: TestApp;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'botpier-cli-snapshots-'));
  running = await createTestApp();
  await setUp(running);
}, 60_000);

afterAll(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

function sessionOn(test: TestApp, json = false) {
  const said: string[] = [];
  const events: CliEvent[] = [];
  const session: SnapshotSession = {
    app: test.app,
    language: 'en',
    reporter: { report: (event) => events.push(event) },
    signal: new AbortController().signal,
    write: (text) => said.push(text),
    json,
  };
  return { session: { ...session, bot: test.bot() }, events, said: () => said.join('') };
}

test('a snapshot is taken, listed, restored, undone and removed', async () => {
  const { session, said, events } = sessionOn(running);
  expect(await listSnapshots(session)).toBe(0);
  expect(said()).toContain('There are no snapshots yet.');
  expect(await takeSnapshot(session, {})).toBe(0);
  expect(said()).toMatch(/copying napcat …\n[\s\S]*Snapshot \S+: \d+ files/);
  const [{ id } = { id: '' }] = await running.app.snapshots.list(session.bot.id);
  expect(await restoreSnapshot(session, {})).toBe(0);
  expect(said()).toContain(`Restored to ${id}.`);
  expect(await restoreSnapshot(session, { undo: true })).toBe(0);
  await running.until('a green chain', (view) => view.tone === 'ok');
  expect(await restoreSnapshot(session, { undo: true })).toBe(1);
  expect(events.at(-1)).toMatchObject({
    code: 'notAllowed',
    message: 'There is no restore to go back from.',
  });
  expect(await removeSnapshot(session, id)).toBe(0);
  expect((await running.app.snapshots.list(session.bot.id)).map((each) => each.id)).not.toContain(id);
}, 40_000);

test('one file is written and taken in elsewhere; a passphrase is asked for', async () => {
  const { session, said, events } = sessionOn(running);
  const to = join(folder, 'bot.botpier');
  expect(await exportFile(session, { to, passphrase: '' })).toBe(2);
  expect(await exportFile(session, { to, passphrase: 'short' })).toBe(2);
  expect(events.map((event) => 'message' in event && event.message)).toEqual([
    'The passphrase comes on standard input: --passphrase-stdin < file',
    'The passphrase needs at least 8 characters.',
  ]);
  expect(await exportFile(session, { to, passphrase: 'eight letters' })).toBe(0);
  expect(said()).toContain(`: ${to}\n`);
  const there = await createTestApp();
  try {
    const other = sessionOn(there, true);
    expect(await importFile(other.session, to, '')).toBe(2);
    expect(await importFile(other.session, to, 'another one')).toBe(1);
    expect(other.events.at(-1)).toMatchObject({ code: 'passphraseWrong' });
    expect(await importFile(other.session, to, 'eight letters')).toBe(0);
    expect(JSON.parse(other.said())).toMatchObject({ event: 'imported', bot: there.bot().id });
  } finally {
    await there.close();
  }
}, 60_000);

import { expect, test } from 'vitest';
import { Settings } from '../../contract/settings';
import type { UpdateState } from '../../contract/update';
import { createManualClock } from '../../lib/manual-clock';
import { createValue } from '../../lib/value';
import { createAppUpdates } from './create-app-updates';
import type { MakeUpdates } from './update-controls';

function bind(shellUpdates = true) {
  const did: string[] = [];
  const state = createValue<UpdateState>({ kind: 'idle' });
  let changes = 0;
  const note = (name: string) => async () => void did.push(name);
  const make: MakeUpdates = () => ({
    state,
    way: 'install',
    check: note('check'),
    download: note('download'),
    install: note('install'),
    openPage: note('openPage'),
    close: () => did.push('close'),
  });
  const updates = createAppUpdates({
    make: shellUpdates ? make : undefined,
    settings: createValue(Settings.parse({})),
    clock: createManualClock(),
    log: () => {},
    onChange: () => {
      changes++;
    },
  });
  return { updates, did, state, changes: () => changes };
}

test('the shell does what the calls ask, and its state is shown', async () => {
  const { updates, did, state, changes } = bind();
  const { check, download, install, openPage } = updates.calls;
  for (const call of [check, download, install, openPage]) await call();
  expect(did).toEqual(['check', 'download', 'install', 'openPage']);
  expect(updates.view()).toEqual({ state: { kind: 'idle' }, way: 'install' });
  state.set({ kind: 'checking', since: 1 });
  expect(changes()).toBe(1);
  updates.close();
  expect(did.at(-1)).toBe('close');
});

test('what must not be interrupted is not: the call is refused, and the view says what it waits for', async () => {
  const { updates, did } = bind();
  await updates.hold.during(async () => {
    await expect(updates.calls.install()).rejects.toMatchObject({ code: 'busy' });
    await expect(updates.calls.download()).rejects.toMatchObject({ code: 'busy' });
    await updates.calls.check();
    expect(updates.view()).toMatchObject({ waitsFor: 'restore' });
  });
  expect(did).toEqual(['check']);
  expect(updates.view()).not.toHaveProperty('waitsFor');
});

test('where the shell does not update itself every call is refused', async () => {
  const { updates } = bind(false);
  expect(updates.view()).toBeUndefined();
  for (const call of Object.values(updates.calls)) {
    await expect(call()).rejects.toMatchObject({ code: 'notAllowed' });
  }
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UpdateControls } from '../../../app/update/update-controls';
import { Settings, type SettingsPatch } from '../../../contract/settings';
import type { UpdateHoldReason } from '../../../contract/update';
import { createManualClock } from '../../../lib/manual-clock';
import { createValue } from '../../../lib/value';
import { createUpdates } from './create-updates';
import { createInstallAttempt } from './install-attempt';
import { type Bytes, type Found, type UpdateDriver, UpdateFailure } from './update-driver';

const FEED = 'https://feed.example';
const RELEASE = { version: '1.3.0', notes: 'better' };
const NEWER: Found = { kind: 'newer', release: RELEASE };
const SIX_HOURS_MS = 6 * 3_600_000;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'updates-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Updates over a driver that does as it is told; `did` tells in order what was asked of the world. */
function start({ way = 'install' as UpdateControls['way'], version = '1.2.0', bySystem = false } = {}) {
  const clock = createManualClock();
  const settings = createValue(Settings.parse({}));
  const hold = createValue<UpdateHoldReason | undefined>(undefined);
  const did: string[] = [];
  const world = {
    found: NEWER as Found,
    refuse: {} as Partial<Record<'check' | 'download' | 'install', Error>>,
    downloading: undefined as ((tell: (bytes: Bytes) => void) => Promise<void>) | undefined,
  };
  const driver: UpdateDriver = {
    async check(feeds, channel) {
      did.push(`check ${channel} at ${feeds.join(' ')}`);
      if (world.refuse.check) throw world.refuse.check;
      return world.found;
    },
    async download(tell) {
      did.push('download');
      await world.downloading?.(tell);
      if (world.refuse.download) throw world.refuse.download;
    },
    cancel: () => did.push('cancel'),
    installAtEnd(relaunch) {
      did.push(relaunch ? 'install and start' : 'install');
      if (world.refuse.install) throw world.refuse.install;
    },
    ...(bySystem && { quitAndInstall: () => did.push('quit and install') }),
  };
  let end = () => {};
  const updates = createUpdates({
    way,
    version,
    feed: FEED,
    loadDriver: async () => driver,
    attempt: createInstallAttempt(join(dir, 'data/update-attempt.json')),
    openPage: async () => void did.push('open page'),
    quit: () => did.push('quit'),
    onEnd: (run) => {
      end = run;
    },
  })({ settings, hold, clock, log: () => {} });
  const patch = (updatesPatch: NonNullable<SettingsPatch['updates']>) =>
    settings.set(
      Settings.parse({ ...settings.get(), updates: { ...settings.get().updates, ...updatesPatch } }),
    );
  return {
    updates,
    clock,
    settings,
    hold,
    did,
    world,
    patch,
    end: () => end(),
    state: () => updates.state.get(),
  };
}

describe('by itself', () => {
  test('it looks soon after the start and every six hours, and fetches what it finds', async () => {
    const { clock, did, state, world } = start();
    world.found = { kind: 'same', version: '1.2.0' };
    await clock.advance(29_000);
    expect(did).toEqual([]);
    await clock.advance(1_000);
    expect(did).toEqual([`check latest at ${FEED}`]);
    expect(state()).toMatchObject({ kind: 'idle', found: 'same', version: '1.2.0' });

    world.found = NEWER;
    await clock.advance(SIX_HOURS_MS);
    expect(did.slice(1)).toEqual([`check latest at ${FEED}`, 'download']);
    expect(state()).toEqual({ kind: 'ready', release: RELEASE });
    await clock.advance(SIX_HOURS_MS);
    expect(did).toHaveLength(3);
  });

  test('it does nothing by itself when the user does not want it to', async () => {
    const { clock, did, patch, updates, state } = start();
    patch({ automatic: false });
    await clock.advance(2 * SIX_HOURS_MS);
    expect(did).toEqual([]);
    await updates.check();
    expect(state()).toEqual({ kind: 'available', release: RELEASE });
    await updates.download();
    expect(state()).toMatchObject({ kind: 'ready' });
  });

  test('it asks the mirrors of the settings after the official feed, on the channel of the settings', async () => {
    const { did, patch, clock } = start();
    patch({ channel: 'beta', mirrors: ['https://mirror.example/botpier'] });
    await clock.advance(0);
    expect(did[0]).toBe(`check beta at ${FEED} https://mirror.example/botpier`);
  });

  test('where it cannot install it only tells', async () => {
    const { clock, did, state, updates } = start({ way: 'page' });
    await clock.advance(30_000);
    await updates.download();
    expect(state()).toEqual({ kind: 'available', release: RELEASE });
    await updates.openPage();
    expect(did).toEqual([`check latest at ${FEED}`, 'open page']);
  });
});

test('progress is told while it downloads', async () => {
  const { updates, state, world } = start();
  const seen: unknown[] = [];
  world.downloading = async (tell) => {
    tell({ doneBytes: 5, totalBytes: 10, bytesPerSecond: 2 });
    seen.push(state());
  };
  await updates.check();
  expect(seen).toEqual([
    { kind: 'downloading', release: RELEASE, doneBytes: 5, totalBytes: 10, bytesPerSecond: 2 },
  ]);
});

test('asked twice at once, it does it once', async () => {
  const { updates, did } = start();
  await Promise.all([updates.check(), updates.check(), updates.download()]);
  expect(did).toEqual([`check latest at ${FEED}`, 'download']);
});

describe('while a set-up or a restore is under way', () => {
  test('nothing is fetched, and it goes on once that is over', async () => {
    const { clock, hold, did, state } = start();
    hold.set('setup');
    await clock.advance(30_000);
    expect(state()).toEqual({ kind: 'available', release: RELEASE });
    hold.set(undefined);
    await clock.advance(0);
    expect(state()).toMatchObject({ kind: 'ready' });
    expect(did.filter((one) => one === 'download')).toHaveLength(1);
  });

  test('nothing is installed, neither at once nor at the end', async () => {
    const { updates, hold, did, end } = start();
    await updates.check();
    hold.set('restore');
    await updates.install();
    end();
    expect(did).not.toContain('quit');
    expect(did).not.toContain('install');
  });
});

describe('installing', () => {
  test('happens when the app is quit', async () => {
    const { updates, did, end } = start();
    await updates.check();
    end();
    expect(did.at(-1)).toBe('install');
  });

  test('or at once: the app is quit, and the new version is started', async () => {
    const { updates, did, end } = start();
    await updates.check();
    await updates.install();
    expect(did.at(-1)).toBe('quit');
    end();
    expect(did.at(-1)).toBe('install and start');
  });

  test('is left to the system where that does it', async () => {
    const { updates, did } = start({ bySystem: true });
    await updates.check();
    await updates.install();
    expect(did.at(-1)).toBe('quit and install');
  });

  test('does not happen before there is something to install', async () => {
    const { updates, did, end } = start();
    await updates.install();
    end();
    expect(did).toEqual([]);
  });

  test('that did not succeed is told by the old version, which does not try again by itself', async () => {
    const first = start();
    await first.updates.check();
    first.world.refuse.install = new Error('no room');
    first.end();
    first.updates.close();

    const { clock, did, state, updates } = start();
    expect(state()).toMatchObject({ kind: 'failed', doing: 'install', problem: 'notInstalled' });
    await clock.advance(30_000);
    expect(state()).toMatchObject({ kind: 'failed', problem: 'notInstalled', release: RELEASE });
    expect(did).not.toContain('download');
    await updates.download();
    expect(state()).toMatchObject({ kind: 'ready' });
  });

  test('that succeeded is forgotten by the new version', async () => {
    const first = start();
    await first.updates.check();
    first.end();
    expect(start({ version: '1.3.0' }).state()).toEqual({ kind: 'idle' });
    // Nor is it taken for a failure by a later, older one.
    expect(start({ version: '1.2.0' }).state()).toEqual({ kind: 'idle' });
  });
});

describe('what goes wrong', () => {
  test.each([
    ['check', new UpdateFailure('unreachable', 'no way'), 'unreachable'],
    ['download', new UpdateFailure('checksum', 'not the same'), 'checksum'],
    ['download', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'diskFull'],
    ['check', new TypeError('a bug'), 'unknown'],
  ] as const)(
    'at the %s is told by its kind and tried again the next time',
    async (doing, error, problem) => {
      const { clock, state, world } = start();
      world.refuse[doing] = error;
      await clock.advance(30_000);
      expect(state()).toMatchObject({ kind: 'failed', doing, problem, message: error.message });
      world.refuse = {};
      await clock.advance(SIX_HOURS_MS);
      expect(state()).toMatchObject({ kind: 'ready' });
    },
  );

  test('a download under way is given up when the app goes', async () => {
    const { updates, did, world, clock, end } = start();
    world.downloading = () => new Promise(() => {});
    void updates.check();
    await clock.advance(0);
    updates.close();
    await clock.advance(0);
    end();
    expect(did.at(-1)).toBe('cancel');
  });
});

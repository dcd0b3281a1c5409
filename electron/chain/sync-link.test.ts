import { describe, expect, it } from 'vitest';
import { SYNC_PROBLEMS, type SyncProblem, SyncSettings, type SyncView } from '../contract/sync';
import { does, finding, says } from './test-walk';
import { NOW, testWorld } from './test-world';
import { walk } from './walk';

const MINUTE = 60_000;
const settings = SyncSettings.parse({ repository: 'me/bot', device: 'attic', keyConfirmedAt: NOW });
const sync = (over: Partial<SyncView> = {}): SyncView => ({
  settings,
  token: 'present',
  lastSuccess: NOW - MINUTE,
  sentBytes: 0,
  runs: [],
  ...over,
});
const world = (over: Partial<SyncView> = {}) => testWorld({ sync: sync(over) });
const failure = (code: SyncProblem) => ({
  code,
  params: {},
  evidence: ['what was said'],
  since: NOW - MINUTE,
});

describe('the link that saves', () => {
  it('is there for bots that are saved, at the end, and no other link rests on it', () => {
    expect(walk(testWorld()).map(({ id }) => id)).not.toContain('sync');
    const chain = walk(world({ failure: failure('syncTokenRefused') }));
    expect(chain.at(-1)).toMatchObject({ id: 'sync', state: { kind: 'broken' }, detail: 'me/bot' });
    expect(chain.slice(0, -1).every(({ state }) => state.kind === 'ok')).toBe(true);
  });

  it.each<[string, Partial<SyncView>, string]>([
    ['saved a minute ago', {}, 'ok'],
    ['saving as it does every few minutes', { running: { phase: 'uploading', since: NOW } }, 'ok'],
    [
      'paused by the user: not saved, so not green',
      { settings: { ...settings, paused: true } },
      'off.stopped',
    ],
    [
      'the recovery key was not written down yet',
      { settings: { ...settings, keyConfirmedAt: undefined } },
      'needsYou.keepRecoveryKey',
    ],
    ['a bot that was stopped, and saved since', { hold: 'botStopped', lastSuccess: 0 }, 'off.stopped'],
    ['no token', { token: 'absent' }, 'needsYou.enterToken'],
    ['a token of another computer', { token: 'unreadable' }, 'needsYou.enterToken'],
    ['another computer', { conflict: { device: 'laptop', at: NOW } }, 'needsYou.chooseComputer'],
    ['never saved yet', { lastSuccess: undefined }, 'working.saving'],
    ['not saved for long, though nothing went wrong', { lastSuccess: NOW - 17 * MINUTE }, 'working.saving'],
    ['saved within two intervals and ten minutes', { lastSuccess: NOW - 15 * MINUTE }, 'ok'],
    [
      'a long interval is waited for',
      { settings: { ...settings, intervalSeconds: 3_600 }, lastSuccess: NOW - 100 * MINUTE },
      'ok',
    ],
    ['the line is down for a moment', { failure: failure('syncOffline') }, 'working.recovering'],
    [
      'the line is down for long',
      { failure: failure('syncOffline'), lastSuccess: NOW - 17 * MINUTE },
      'broken.syncOffline',
    ],
    [
      'the line has been down from the first',
      { failure: failure('syncOffline'), lastSuccess: undefined },
      'broken.syncOffline',
    ],
    ['what does not pass by itself is said at once', { failure: failure('syncPublic') }, 'broken.syncPublic'],
  ])('%s', (_name, over, code) => {
    expect(says(world(over), 'sync')).toBe(code);
    expect(does(world(over), 'sync')).toBeUndefined();
  });

  it('waits for the engine: without it there is nothing to copy', () => {
    const gone = testWorld({ sync: sync({ lastSuccess: undefined }), engine: { kind: 'absent' } });
    expect(says(gone, 'sync')).toBe('off.waiting');
  });

  it.each(SYNC_PROBLEMS)('%s is broken with a way on once it lasts, and tells what was said', (code) => {
    const { state } = finding(world({ failure: failure(code), lastSuccess: undefined }), 'sync');
    expect(state).toMatchObject({ kind: 'broken', diagnosis: { code, evidence: ['what was said'] } });
    expect(state.kind === 'broken' && state.fixes.length).toBeGreaterThan(0);
  });

  it('tells the bytes of a first save', () => {
    const running = { phase: 'uploading', doneBytes: 3, totalBytes: 9, since: NOW } as const;
    expect(finding(world({ lastSuccess: undefined, running }), 'sync').state).toEqual({
      kind: 'working',
      doing: 'saving',
      progress: { doneBytes: 3, totalBytes: 9 },
    });
  });
});

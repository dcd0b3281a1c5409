import { type AppUpdater, CancellationToken, type ProgressInfo, type UpdateInfo } from 'electron-updater';
import type { Release } from '../../../contract/update';
import type { Clock } from '../../../lib/clock';
import { classifyFailure } from './classify-failure';
import { FeedProvider, type RuntimeOptions } from './feed-provider';
import { type Found, type UpdateDriver, UpdateFailure } from './update-driver';

export interface UpdaterDriverOptions {
  updater: AppUpdater;
  clock: Clock;
  log: (line: string) => void;
  /** What mirrors' feeds have to be signed with; without it none is believed. */
  feedKey: string | undefined;
  /** Done before anything is asked for over the network. */
  prepare?: () => Promise<void>;
  installAtEnd: (relaunch: boolean) => void;
  quitAndInstall?: () => void;
}

const STALLED_AFTER_MS = 60_000;
const LONGEST_NOTES = 20_000;

/** Where another place may do better than this one. */
const WORTH_ANOTHER_PLACE: ReadonlySet<string> = new Set([
  'unreachable',
  'interrupted',
  'checksum',
  'unknown',
]);

/** Drives electron-updater: it downloads nothing and installs nothing but when told to. */
export function createUpdaterDriver(options: UpdaterDriverOptions): UpdateDriver {
  const { updater, clock, log, feedKey } = options;
  let provider: FeedProvider | undefined;
  let token: CancellationToken | undefined;
  updater.autoDownload = false;
  updater.logger = {
    info: () => {},
    warn: (message: unknown) => log(`update.warned ${firstLine(message)}`),
    error: (message: unknown) => log(`update.failed ${firstLine(message)}`),
  };

  /** Fetches from where the provider stands; a download that stands still is given up. */
  async function fetchOnce(onProgress: (info: ProgressInfo) => void): Promise<void> {
    token = new CancellationToken();
    const cancelling = token;
    let stalled = false;
    const watch = () =>
      clock.after(STALLED_AFTER_MS, () => {
        stalled = true;
        cancelling.cancel();
      });
    let stopWatching = watch();
    const hear = (info: ProgressInfo) => {
      stopWatching();
      stopWatching = watch();
      onProgress(info);
    };
    updater.on('download-progress', hear);
    try {
      await updater.downloadUpdate(token);
    } catch (cause) {
      throw stalled
        ? new UpdateFailure('interrupted', 'nothing came any more', { cause })
        : classifyFailure(cause);
    } finally {
      stopWatching();
      updater.off('download-progress', hear);
    }
  }

  return {
    async check(feeds, channel) {
      class Feeds extends FeedProvider {
        constructor(_options: unknown, owner: AppUpdater, runtime: RuntimeOptions) {
          super({ feeds, feedKey, clock }, owner, runtime);
          provider = this;
        }
      }
      try {
        await options.prepare?.();
        updater.setFeedURL({ provider: 'custom', updateProvider: Feeds });
        updater.channel = channel;
        // Set to true by the line before: who leaves the beta channel waits for the next stable version.
        updater.allowDowngrade = false;
        const result = await updater.checkForUpdates();
        if (!result) throw new UpdateFailure('unknown', 'the updater is not active');
        return foundOf(updater, result.isUpdateAvailable, result.updateInfo);
      } catch (cause) {
        const failure = classifyFailure(cause);
        if (failure.problem !== 'interrupted') throw failure;
        throw new UpdateFailure('unreachable', failure.message, { cause });
      }
    },
    async download(onProgress) {
      const tell = ({ transferred, total, bytesPerSecond }: ProgressInfo) =>
        onProgress({ doneBytes: transferred, totalBytes: total, bytesPerSecond });
      let first: UpdateFailure | undefined;
      do {
        try {
          return await fetchOnce(tell);
        } catch (cause) {
          const failure = classifyFailure(cause);
          first ??= failure;
          if (!WORTH_ANOTHER_PLACE.has(failure.problem) || isCancelled(token, failure)) break;
        }
      } while (provider?.turnToNext());
      throw first;
    },
    cancel: () => token?.cancel(),
    installAtEnd: options.installAtEnd,
    ...(options.quitAndInstall && { quitAndInstall: options.quitAndInstall }),
  };
}

function isCancelled(token: CancellationToken | undefined, failure: UpdateFailure): boolean {
  return token?.cancelled === true && failure.problem !== 'interrupted';
}

function foundOf(updater: AppUpdater, isNewer: boolean, info: UpdateInfo): Found {
  if (isNewer) return { kind: 'newer', release: releaseOf(info) };
  const order = updater.currentVersion.compare(info.version);
  return { kind: order === 0 ? 'same' : order > 0 ? 'older' : 'notYet', version: info.version };
}

function releaseOf({ version, releaseDate, releaseNotes }: UpdateInfo): Release {
  const publishedAt = Date.parse(releaseDate);
  const notes = Array.isArray(releaseNotes)
    ? releaseNotes.map(({ note }) => note ?? '').join('\n\n')
    : typeof releaseNotes === 'string'
      ? releaseNotes
      : '';
  return {
    version,
    notes: notes.slice(0, LONGEST_NOTES),
    ...(Number.isFinite(publishedAt) && { publishedAt }),
  };
}

function firstLine(message: unknown): string {
  return String(message).split('\n')[0]?.slice(0, 300) ?? '';
}

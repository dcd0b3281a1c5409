import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createObjectStore } from '../../../electron/app/snapshots/create-object-store';
import { createRepositorySync } from '../../../electron/app/sync/create-repository-sync';
import { systemClock } from '../../../electron/lib/clock';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { expectDone, openSavedBot } from '../stage/saved-bot';
import { timed } from '../stage/timed';

const run = promisify(execFile);

/** A bot brought back on a new computer, every byte of it checked. */
export const syncRestore: Row = {
  name: 'sync-restore',
  unit: 'ms',
  peer: 'git clone --depth 1, and curl of the asset',
  mark: { kind: 'ratio', atMost: 1.5 },
  async measure(stage) {
    const bot = await openSavedBot(stage.dir, { largeBytes: 80_000_000 });
    try {
      const target = await bot.repository();
      const { sync, input } = await bot.computer();
      expectDone(await sync.push(input(await bot.snapshot(), target)));
      const { api, git } = bot.host.urls;
      const ours = async () => {
        const dir = await mkdtemp(join(stage.dir, 'restore-'));
        const objects = createObjectStore(join(dir, 'objects'));
        const fresh = createRepositorySync({
          dir,
          clock: systemClock,
          objects,
          gitFolders: [],
          proxy: () => '',
          endpoints: { api, git },
        });
        return timed(() => fresh.restore({ target, key: bot.keys.identity }));
      };
      const headers = ['-H', `authorization: Bearer ${bot.token}`];
      const releases = await run('curl', ['-sf', ...headers, `${api}/repos/${target.repository}/releases`]);
      const asset = JSON.parse(releases.stdout)[0].assets[0].url;
      const peer = async () => {
        const dir = await mkdtemp(join(stage.dir, 'clone-'));
        return timed(async () => {
          await bot.git(
            'clone',
            '--quiet',
            '--depth=1',
            `${git}/${target.repository}.git`,
            join(dir, 'clone'),
          );
          await run('curl', [
            '-sfL',
            ...headers,
            '-H',
            'accept: application/octet-stream',
            '-o',
            join(dir, 'large'),
            asset,
          ]);
        });
      };
      return await interleave(ours, peer, { warmUps: 0 });
    } finally {
      await bot.close();
    }
  },
};

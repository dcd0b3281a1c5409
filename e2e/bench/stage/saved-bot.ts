import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { createObjectStore } from '../../../electron/app/snapshots/create-object-store';
import { createRepositorySync } from '../../../electron/app/sync/create-repository-sync';
import type {
  PushInput,
  PushResult,
  RepositorySync,
  SyncKeys,
  SyncTarget,
} from '../../../electron/app/sync/repository-sync';
import { snapshotOf } from '../../../electron/app/sync/test-sync';
import type { SnapshotManifest } from '../../../electron/contract/snapshot';
import { systemClock } from '../../../electron/lib/clock';
import { type CodeHost, createCodeHost } from '../../../electron/rehearsal/code-host/create-code-host';

const run = promisify(execFile);
const OWNER = 'bench';
const FILES = 3_000;
const FILE_BYTES = 20_000;
const ROWS = 60_000;
const THRESHOLD = 50_000_000;

/** A bot's data in a folder, a code host, and the two that save the one to the other. */
export interface SavedBot {
  readonly host: CodeHost;
  readonly keys: SyncKeys;
  /** Makes an empty private repository; answers where it is. */
  repository(): Promise<SyncTarget>;
  /** Ten files and twenty rows of the database become others. */
  change(): Promise<void>;
  snapshot(): Promise<SnapshotManifest>;
  /** A computer with nothing on it. */
  computer(): Promise<{
    sync: RepositorySync;
    dir: string;
    input(manifest: SnapshotManifest, target: SyncTarget): PushInput;
  }>;
  /** Command-line git, with the token in its environment. */
  git(...args: string[]): Promise<string>;
  readonly data: string;
  readonly token: string;
  close(): Promise<void>;
}

export interface BotSize {
  files?: number;
  /** Of the database. */
  rows?: number;
  /** One file that belongs into the release. */
  largeBytes?: number;
}

export async function openSavedBot(parent: string, size: BotSize = {}): Promise<SavedBot> {
  const dir = await mkdtemp(join(parent, 'saved-'));
  const data = join(dir, 'data');
  await makeData(data, size);
  const host = await createCodeHost({ dir: join(dir, 'host') });
  const token = host.tokens.add({ owner: OWNER });
  const objects = createObjectStore(join(dir, 'objects'));
  const { createKeys } = createRepositorySync(optionsOf(dir, objects));
  const keys = await createKeys();
  let count = 0;

  function optionsOf(folder: string, store: typeof objects) {
    const { api, git } = host.urls;
    return {
      dir: folder,
      clock: systemClock,
      objects: store,
      gitFolders: [],
      proxy: () => '',
      endpoints: { api, git },
    };
  }

  return {
    host,
    keys,
    data,
    token,
    async repository() {
      count += 1;
      await host.repositories.create({ owner: OWNER, name: `bot-${count}`, private: true });
      return { repository: `${OWNER}/bot-${count}`, branch: 'main', token };
    },
    async change() {
      const files = size.files ?? FILES;
      for (let n = 0; n < Math.min(10, files); n++)
        await appendFile(join(data, fileName((n * 7) % files)), 'changed\n');
      addRows(join(data, 'koishi.db'), 20);
    },
    async snapshot() {
      const entries = await readdir(data, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const manifests = { ...(await snapshotOf(objects, Date.now(), {})) };
      const all: SnapshotManifest['entries'] = [];
      // One at a time: a large one shall not be in memory with all others.
      for (const path of paths.sort()) {
        const place = `koishi/data/${relative(data, path)}`;
        all.push(...(await snapshotOf(objects, 0, { [place]: await readFile(path) })).entries);
      }
      return { ...manifests, entries: all };
    },
    async computer() {
      const own = await mkdtemp(join(dir, 'computer-'));
      const sync = createRepositorySync(optionsOf(own, objects));
      const input = (manifest: SnapshotManifest, target: SyncTarget): PushInput => ({
        target,
        keys,
        device: 'bench',
        manifest,
        secrets: {},
        encryption: 'sensitive',
        isSensitive: () => false,
        thresholdBytes: THRESHOLD,
      });
      return { sync, dir: own, input };
    },
    async git(...args) {
      const helper = '!f() { echo username=x; echo "password=$GIT_TOKEN"; }; f';
      const config = [`credential.helper=${helper}`, 'user.name=b', 'user.email=b@example.com', 'gc.auto=0'];
      const env = {
        ...process.env,
        GIT_TOKEN: token,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_TERMINAL_PROMPT: '0',
      };
      const { stdout } = await run('git', [...config.flatMap((each) => ['-c', each]), ...args], {
        env,
        maxBuffer: 1 << 28,
      });
      return stdout;
    },
    async close() {
      await host.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What a push was expected to be. */
export function expectDone(result: PushResult): PushResult & { kind: 'done' } {
  if (result.kind !== 'done') throw new Error(`not saved: ${JSON.stringify(result)}`);
  return result;
}

async function makeData(
  data: string,
  { files = FILES, rows = ROWS, largeBytes = 0 }: BotSize,
): Promise<void> {
  await mkdir(data, { recursive: true });
  for (let n = 0; n < files; n++) {
    await mkdir(join(data, `folder-${n % 40}`), { recursive: true });
    // A third is media, the rest text that shrinks.
    const text = () =>
      Array.from(
        { length: FILE_BYTES / 40 },
        (_, line) => `${createHash('md5').update(`${n} ${line}`).digest('hex')} line\n`,
      );
    await writeFile(join(data, fileName(n)), n % 3 === 0 ? randomBytes(FILE_BYTES) : text().join(''));
  }
  addRows(join(data, 'koishi.db'), rows);
  for (let left = largeBytes; left > 0; left -= 16_000_000)
    await appendFile(join(data, 'large.bin'), randomBytes(Math.min(left, 16_000_000)));
}

function fileName(n: number): string {
  return `folder-${n % 40}/file-${n}.txt`;
}

/** Of about 650 bytes each. */
function addRows(file: string, count: number): void {
  const database = new DatabaseSync(file);
  database.exec('create table if not exists message (id integer primary key, content text); begin');
  const insert = database.prepare('insert into message (content) values (?)');
  for (let n = 0; n < count; n++) insert.run(`${randomBytes(300).toString('hex')} message ${n}`);
  database.exec('commit');
  database.close();
}

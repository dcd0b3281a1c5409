import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BotId } from '../../contract/ids';
import type { SnapshotEntry, SnapshotManifest } from '../../contract/snapshot';
import { createManualClock, type ManualClock } from '../../lib/manual-clock';
import type { CodeHostOptions } from '../../rehearsal/code-host/create-code-host';
import { createTestCodeHost, type TestCodeHost } from '../../rehearsal/code-host/test-code-host';
import { createObjectStore } from '../snapshots/create-object-store';
import type { ObjectStore } from '../snapshots/object-store';
import { createRepositorySync } from './create-repository-sync';
import type {
  PushInput,
  PushResult,
  RepositorySync,
  Restored,
  SyncKeys,
  SyncTarget,
} from './repository-sync';

export const OWNER = 'alice';
export const REPOSITORY = 'bot';
export const TEST_BOT = BotId.parse('testbot1');

/** Content by `<service>/<volume>/<path>`; a path's bytes in Latin-1 where it is a pair. */
export type TestFiles = Readonly<Record<string, string | Uint8Array>>;

/** One computer that saves to the host. */
export interface TestComputer {
  readonly dir: string;
  readonly sync: RepositorySync;
  readonly objects: ObjectStore;
  readonly keys: SyncKeys & { recoveryKey: string };
  /** What a snapshot of these files would say. */
  snapshot(files: TestFiles, more?: readonly SnapshotEntry[]): Promise<SnapshotManifest>;
  push(files: TestFiles, change?: Partial<PushInput>): Promise<PushResult>;
  restore(key?: string, commit?: string): Promise<Restored>;
  /** The content of what was restored. */
  filesOf(restored: Restored): Promise<Record<string, string>>;
  /** The same folder in another run of the app. */
  restart(): void;
}

export interface TestSync extends TestCodeHost {
  readonly clock: ManualClock;
  readonly token: string;
  readonly target: SyncTarget;
  computer(options?: ComputerOptions): Promise<TestComputer>;
}

export interface ComputerOptions {
  device?: string;
  keys?: TestComputer['keys'];
  proxy?: string;
}

/** A code host with one private, empty repository, and computers that save to it. */
export async function createTestSync({
  isEmpty = true,
  ...options
}: { isEmpty?: boolean } & Pick<CodeHostOptions, 'tls'> = {}): Promise<TestSync> {
  const clock = createManualClock(Date.UTC(2026, 10, 29));
  const host = await createTestCodeHost({ ...options, clock });
  const token = host.host.tokens.add({ owner: OWNER });
  await host.host.repositories.create({ owner: OWNER, name: REPOSITORY, private: true, autoInit: !isEmpty });
  const target: SyncTarget = { repository: `${OWNER}/${REPOSITORY}`, branch: 'main', token };
  const dirs: string[] = [];
  return {
    ...host,
    get host() {
      return host.host;
    },
    clock,
    token,
    target,
    async computer({ device = 'desk', keys, proxy = '' } = {}) {
      const dir = await mkdtemp(join(tmpdir(), 'sync-'));
      dirs.push(dir);
      const objects = createObjectStore(join(dir, 'snapshots', 'objects'));
      const { api, git } = host.host.urls;
      const open = () =>
        createRepositorySync({
          dir,
          clock,
          objects,
          gitFolders: [],
          proxy: () => proxy,
          endpoints: { api, git },
        });
      let sync = open();
      const own = keys ?? (await sync.createKeys());
      const computer: TestComputer = {
        dir,
        get sync() {
          return sync;
        },
        objects,
        keys: own,
        restart() {
          sync = open();
        },
        snapshot: (files, more) => snapshotOf(objects, clock.now(), files, more),
        async push(files, change = {}) {
          const r = await sync.push({
            target,
            keys: own,
            device,
            manifest: await computer.snapshot(files),
            secrets: { 'model.key': 'sk-secret-of-the-bot' },
            encryption: 'sensitive',
            isSensitive: ({ volume }) => volume === 'config',
            thresholdBytes: 1_000_000,
            ...change,
          });
          return r;
        },
        restore: (key = own.identity, commit) => sync.restore({ target, key, commit }),
        async filesOf({ manifest }) {
          const found: Record<string, string> = {};
          for (const entry of manifest.entries) {
            if (entry.type !== 'file') continue;
            const content = await readFile(objects.pathOf(entry.sha256), 'latin1');
            found[`${entry.service}/${entry.volume}/${entry.path}`] = content;
          }
          return found;
        },
      };
      return computer;
    },
    async close() {
      await host.close();
      await Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true })));
    },
  };
}

/** A snapshot of files by their place, with their bytes in the object store. */
export async function snapshotOf(
  objects: ObjectStore,
  at: number,
  files: TestFiles,
  more: readonly SnapshotEntry[] = [],
): Promise<SnapshotManifest> {
  const entries: SnapshotEntry[] = [...more];
  for (const [place, content] of Object.entries(files)) {
    const [service = '', volume = '', ...path] = place.split('/');
    const stored = await objects.put([Buffer.from(content)]);
    const owner = { mode: 0o644, uid: 1000, gid: 1000 };
    entries.push({
      type: 'file',
      service: service as SnapshotEntry['service'],
      volume,
      path: path.join('/'),
      ...owner,
      ...stored,
    });
  }
  const orderOf = ({ service, volume, path }: SnapshotEntry) => `${service}/${volume}/${path}`;
  return {
    version: 1,
    id: '20261129T000000-abc123',
    bot: TEST_BOT,
    at,
    reason: 'sync',
    record: { id: TEST_BOT, name: '小码', version: 1 },
    services: [{ name: 'koishi', image: 'docker.io/koishijs/koishi:v1', stoodStillMs: 90, databases: [] }],
    entries: entries.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  };
}

/** Content that does not shrink. */
export function noise(bytes: number): Uint8Array {
  return randomBytes(bytes);
}

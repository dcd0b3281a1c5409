import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import code from '../../../resources/legacy/read-table.cjs?raw';
import type { SnapshotEntry, SnapshotManifest } from '../../contract/snapshot';
import type { LegacyFiles, ServiceInfo } from '../../services/roles';
import type { ObjectStore } from '../snapshots/object-store';
import type { LegacyRead } from './legacy-import';

const LONGEST_TEXT = 4_194_304;
const Rows = z.array(z.record(z.string(), z.unknown()));

/** What was read of a repository, as one service sees it. */
export function openLegacyFiles(
  { name }: Pick<ServiceInfo, 'name'>,
  { manifest, texts }: Pick<LegacyRead, 'manifest' | 'texts'>,
  objects: Pick<ObjectStore, 'pathOf'>,
): LegacyFiles {
  const files = new Map<string, SnapshotEntry & { type: 'file' }>(
    manifest.entries.flatMap((entry) =>
      entry.type === 'file' && entry.service === name
        ? [[`${entry.volume}/${entry.path}`, entry] as const]
        : [],
    ),
  );
  return {
    paths: [...files.keys()],
    async text(path) {
      const file = files.get(path);
      if (!file) return texts.get(path);
      return file.size > LONGEST_TEXT ? undefined : await readFile(objects.pathOf(file.sha256), 'utf8');
    },
    async rows(table) {
      const found: Record<string, unknown>[] = [];
      for (const path of databasesOf(manifest, name)) {
        const file = files.get(path);
        if (file) found.push(...(await readTable(objects.pathOf(file.sha256), table)));
      }
      return found;
    },
  };
}

function databasesOf({ services }: SnapshotManifest, name: string): string[] {
  return services
    .filter((service) => service.name === name)
    .flatMap(({ databases }) => databases.map(({ volume, path }) => `${volume}/${path}`));
}

/** None for a table that is not there. A database is read apart from this process, whose loop it would hold up. */
async function readTable(file: string, table: string): Promise<Record<string, unknown>[]> {
  const answer = Promise.withResolvers<unknown>();
  const worker = new Worker(code, { eval: true, workerData: { file, table } });
  worker.once('message', answer.resolve).once('error', answer.reject);
  worker.once('exit', (exitCode) => answer.reject(new Error(`the worker ended with ${exitCode}`)));
  try {
    return Rows.parse(await answer.promise);
  } finally {
    await worker.terminate();
  }
}

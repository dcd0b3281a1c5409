import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { ServiceName } from '../../contract/ids';
import { METRICS } from '../../contract/metric';
import { codeOf, writeFileAtomic } from '../../lib/atomic-file';
import { createMinuteRing, MINUTE_MS, MINUTES, type MinuteRing } from './minute-ring';

const Stored = z.object({
  version: z.literal(1),
  lastMinute: z.number().int().min(0).max(100_000_000),
  services: z.partialRecord(
    ServiceName,
    z.record(z.enum(METRICS), z.array(z.number().min(0).nullable()).length(MINUTES)),
  ),
});

/** Far more than a day of every service takes, unpacked. */
const LARGEST = 4_000_000;

export type Rings = Map<ServiceName, MinuteRing>;

/** Reads a bot's day. One that is damaged, foreign or not there is an empty one; `onDamage` hears of the damage. */
export async function readHistory(path: string, onDamage: (message: string) => void): Promise<Rings> {
  const rings: Rings = new Map();
  try {
    const packed = await readFile(path);
    const text = await promisify(gunzip)(packed, { maxOutputLength: LARGEST });
    const stored = Stored.parse(JSON.parse(text.toString('utf8')));
    const first = stored.lastMinute - MINUTES + 1;
    for (const [service, columns] of Object.entries(stored.services)) {
      const ring = createMinuteRing();
      for (let index = 0; index < MINUTES; index++) {
        const { cpus, memoryBytes } = columns;
        const [cpu, memory] = [cpus[index], memoryBytes[index]];
        if (cpu == null || memory == null) continue;
        const rate = (metric: 'rxPerSecond' | 'txPerSecond' | 'readPerSecond' | 'writtenPerSecond') =>
          columns[metric][index] ?? null;
        ring.put({
          at: (first + index) * MINUTE_MS,
          cpus: cpu,
          memoryBytes: memory,
          rxPerSecond: rate('rxPerSecond'),
          txPerSecond: rate('txPerSecond'),
          readPerSecond: rate('readPerSecond'),
          writtenPerSecond: rate('writtenPerSecond'),
        });
      }
      rings.set(ServiceName.parse(service), ring);
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') onDamage(error instanceof Error ? error.message : String(error));
  }
  return rings;
}

/** Writes a bot's day as a whole: some kilobytes. Rejects with the system's error; the old file stands then. */
export async function writeHistory(path: string, rings: Rings, lastMinute: number): Promise<void> {
  const services = Object.fromEntries(
    [...rings].map(([service, ring]) => {
      const columns = ring.columns(lastMinute);
      return [
        service,
        Object.fromEntries(
          METRICS.map((metric) => [
            metric,
            // A thousandth of a core and whole bytes are as much as a chart shows.
            columns[metric].map((value) =>
              value === null
                ? null
                : metric === 'cpus'
                  ? Math.round(value * 1_000) / 1_000
                  : Math.round(value),
            ),
          ]),
        ),
      ];
    }),
  );
  const text = JSON.stringify({ version: 1, lastMinute, services });
  await writeFileAtomic(path, await promisify(gzip)(text));
}

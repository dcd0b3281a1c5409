import { z } from 'zod';
import type { EngineVolumes } from '../engine';
import type { Connection } from './connection';
import { absentIsFine } from './error-kind';
import { botOf, ourFilter, requireOurs } from './labels';

const Volume = z.object({ Name: z.string(), Labels: z.record(z.string(), z.string()).nullish() });
const Measured = z.object({
  Volumes: z.array(Volume.extend({ UsageData: z.object({ Size: z.number() }).nullish() })).nullish(),
});
const Listed = z.object({ Volumes: z.array(Volume).nullish() });

/** It walks through all files of all volumes. */
const MEASURE_DEADLINE_MS = 120_000;

export interface Volumes extends EngineVolumes {
  requireOwn(name: string): Promise<void>;
}

export function createVolumes(connection: Connection): Volumes {
  const pathOf = (name: string) => `/volumes/${encodeURIComponent(name)}`;

  /** Whether there is one; rejects with `notOurs` when it does not carry our label. */
  async function exists(name: string): Promise<boolean> {
    const answer = await absentIsFine(connection.call('GET', pathOf(name)));
    if (answer === undefined) return false;
    requireOurs(Volume.parse(answer).Labels ?? {}, `volume ${name}`);
    return true;
  }

  return {
    async list(bot) {
      const query = { filters: ourFilter(bot) };
      const { Volumes } = Listed.parse(await connection.call('GET', '/volumes', { query }));
      return (Volumes ?? []).map(({ Name, Labels }) => ({ name: Name, labels: Labels ?? {} }));
    },
    async ensure(name, labels) {
      requireOurs(labels, `volume ${name}`);
      if (await exists(name)) return;
      await connection.call('POST', '/volumes/create', { body: { Name: name, Labels: labels } });
    },
    async measure(bot) {
      // Engines before API 1.42 do not know the type and count everything.
      const options = { query: { type: 'volume' }, deadlineMs: MEASURE_DEADLINE_MS };
      const { Volumes } = Measured.parse(await connection.call('GET', '/system/df', options));
      return Object.fromEntries(
        (Volumes ?? [])
          .filter(({ Labels }) => botOf(Labels ?? {}) === bot)
          .flatMap(({ Name, UsageData }) => {
            const size = UsageData?.Size ?? -1;
            return size < 0 ? [] : [[Name, size]];
          }),
      );
    },
    async remove(name) {
      if (await exists(name)) await absentIsFine(connection.call('DELETE', pathOf(name)));
    },
    async requireOwn(name) {
      await exists(name);
    },
  };
}

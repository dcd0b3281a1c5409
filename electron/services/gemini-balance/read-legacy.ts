import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { LegacyFiles, LegacyFindings } from '../roles';

/** Where it lay beside the program, outside of its data. */
export const LEGACY_ENV = 'home/user/gemini-balance-main/.env';

const Setting = z.object({ key: z.string(), value: z.string() });

/** Its keys: those of the database, which win over those of the environment from its first start on. */
export async function readLegacy({ rows, text }: LegacyFiles): Promise<LegacyFindings> {
  const stored = (await rows('t_settings')).flatMap((row) => Setting.safeParse(row).data ?? []);
  const saved = Object.fromEntries(stored.map(({ key, value }) => [key, value]));
  const env = parseEnv((await text(LEGACY_ENV)) ?? '');
  const poolKeys = [saved, env].flatMap(({ API_KEYS, BASE_URL }) =>
    API_KEYS ? [{ text: API_KEYS, baseUrl: BASE_URL }] : [],
  );
  return { poolKeys };
}

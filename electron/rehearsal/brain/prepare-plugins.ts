import { z } from 'zod';
import { sleep } from '../../lib/clock';
import type { ProgramHost } from '../../lib/program-host';

const Wish = z.object({
  key: z.string(),
  packages: z.array(z.object({ name: z.string(), version: z.string() })),
});

const BASE = '/koishi';
const WISH = '/etc/botpier/plugins.json';
const MARKER = `${BASE}/.botpier-plugins.json`;
const STEPS = ['resolve', 'fetch', 'link', 'check'] as const;
const FETCHED_BYTES = [6_400_000, 21_300_000, 37_800_000] as const;

/** The one-shot run that would install the plugins: says what the installer says, and leaves its marks. */
export async function preparePlugins(host: ProgramHost, durationMs: number): Promise<number> {
  const say = (fact: object) => host.log(`botpier ${JSON.stringify(fact)}`);
  try {
    const wish = Wish.parse(JSON.parse((await host.files.read(WISH)) ?? 'null'));
    for (const [index, name] of STEPS.entries()) {
      say({ step: index + 1, steps: STEPS.length, name });
      await sleep(host.clock, durationMs / STEPS.length, host.signal);
      if (name === 'fetch') for (const bytes of FETCHED_BYTES) say({ bytes });
    }
    for (const { name, version } of wish.packages) {
      await host.files.write(`${BASE}/node_modules/${name}/package.json`, JSON.stringify({ name, version }));
    }
    await host.files.write(MARKER, JSON.stringify({ key: wish.key }));
    say({ done: true });
    return 0;
  } catch (error) {
    if (host.signal.aborted) return 143;
    const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    say({
      failed: isFull ? 'diskFull' : 'unknown',
      message: error instanceof Error ? error.message : String(error),
    });
    return 1;
  }
}

import { z } from 'zod';
import type { Diagnosis, Progress } from '../../contract/link-state';
import type { PreparationReport } from '../roles';

/** What `install.mjs` says of itself, one JSON after `botpier ` a line. */
const Said = z.union([
  z.object({ step: z.number(), steps: z.number(), name: z.string() }),
  z.object({ bytes: z.number() }),
  z.object({ failed: z.string(), message: z.string() }),
  z.object({ done: z.literal(true) }),
]);

const CODE: Record<string, Diagnosis['code']> = {
  unreachable: 'prepareUnreachable',
  incompatible: 'incompatiblePlugins',
  diskFull: 'diskFull',
};

/** How far the installation is, by its log so far: steps counted, and the bytes fetched within them. */
export function readPreparation(lines: readonly string[]): PreparationReport {
  let progress: Progress = {};
  let failure: Diagnosis | undefined;
  for (const said of lines.flatMap(parse)) {
    if ('step' in said) progress = { done: said.step - 1, total: said.steps };
    else if ('bytes' in said) progress = { ...progress, doneBytes: said.bytes };
    else if ('done' in said) progress = { ...progress, done: progress.total };
    else failure = diagnose(said.failed, said.message);
  }
  return { progress, failure };
}

function diagnose(kind: string, message: string): Diagnosis {
  return {
    code: CODE[kind] ?? 'prepareFailed',
    params: { product: 'Koishi', cause: kind },
    evidence: [message],
  };
}

function parse(line: string): z.infer<typeof Said>[] {
  const json = /^botpier (\{.*\})\s*$/.exec(line)?.[1];
  if (!json) return [];
  try {
    const said = Said.safeParse(JSON.parse(json));
    return said.success ? [said.data] : [];
  } catch {
    return [];
  }
}

import { createHash } from 'node:crypto';
import type { PushInput } from '../repository-sync';
import { recipientsOf } from './recipients-of';

/** Stands for everything that a run would save: two with the same would save the same. */
export async function contentKey(input: PushInput): Promise<string> {
  const { manifest, secrets, keys, encryption, thresholdBytes, isSensitive } = input;
  const hash = createHash('sha256');
  const add = (value: unknown) => hash.update(canonicalJson(value)).update('\n');
  add([await recipientsOf(keys), encryption, thresholdBytes, manifest.bot, manifest.record, secrets]);
  for (const entry of manifest.entries)
    add([entry, entry.type === 'file' && encryption === 'sensitive' && isSensitive(entry)]);
  return hash.digest('hex');
}

/** The same text for the same value, in whatever order its keys came. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

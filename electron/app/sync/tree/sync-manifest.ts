import { z } from 'zod';
import { BotId } from '../../../contract/ids';
import { Sha256, SnapshotEntry, SnapshotManifest } from '../../../contract/snapshot';
import { SyncError } from '../sync-error';

const [File, Folder, Link] = SnapshotEntry.options;

/** Where the bytes of a large file are: in assets of these names, one after the other. */
export const AssetPart = z.object({ asset: Sha256, size: z.number().int().min(0) });
export type AssetPart = z.infer<typeof AssetPart>;

/** A file as it lies in the repository. Encrypted: `hmac` stands for its sum, and nothing else tells of its content. */
export const SyncFile = File.omit({ sha256: true }).extend({
  sha256: Sha256.optional(),
  hmac: Sha256.optional(),
  /** The salt of a file that is encrypted block by block; of others there is none. */
  blocks: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  parts: z.array(AssetPart).min(1).optional(),
});
export type SyncFile = z.infer<typeof SyncFile>;

export const SyncEntry = z.discriminatedUnion('type', [SyncFile, Folder, Link]);
export type SyncEntry = z.infer<typeof SyncEntry>;

const Recipient = z.string().regex(/^age1[a-z0-9]{50,80}$/);

/** What one saved state is, without what is in it. */
export const SyncHeader = z.object({
  format: z.literal(1),
  generation: z.number().int().min(1),
  device: z.string().min(1).max(100),
  /** When it was saved. */
  at: z.number(),
  bot: BotId,
  snapshot: SnapshotManifest.pick({ id: true, at: true, reason: true, services: true }),
  /** All that every encrypted file is sealed for: the repository's identity, then the recovery key. */
  recipients: z.tuple([Recipient, Recipient]),
  /** Stands for what is in the sealed bundle. */
  bundle: Sha256,
  /** The commit that everything rests on: large files are tagged there. */
  anchor: z.string().regex(/^[0-9a-f]{40,64}$/),
});
export type SyncHeader = z.infer<typeof SyncHeader>;

export interface SyncManifest {
  header: SyncHeader;
  /** In order of service, volume and path. */
  entries: readonly SyncEntry[];
}

/** One line for the header and one for each entry, so that what did not change stays the same byte for byte. */
export function formatManifest({ header, entries }: SyncManifest): string {
  return [header, ...entries].map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** @throws SyncError `syncDamaged`. */
export function parseManifest(text: string): SyncManifest {
  const [first = '', ...rest] = text.split('\n');
  if (rest.pop() !== '') throw damaged('it ends in the middle of a line');
  const entries = rest.map((line, index) => parseLine(SyncEntry, line, index + 2));
  return { header: parseLine(SyncHeader, first, 1), entries };
}

/** The header alone. @throws SyncError `syncDamaged`. */
export function parseHeader(text: string): SyncHeader {
  return parseLine(SyncHeader, text.slice(0, text.indexOf('\n')), 1);
}

function parseLine<T>(schema: z.ZodType<T>, line: string, number: number): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw damaged(`line ${number} is no JSON`);
  }
  const { success, data } = schema.safeParse(value);
  if (!success) throw damaged(`line ${number} is not as it is written`);
  return data;
}

function damaged(why: string): SyncError {
  return new SyncError('syncDamaged', { what: 'manifest' }, { evidence: [`manifest: ${why}`] });
}

import { readAgeKey } from '../keys/age-keys';
import type { SyncKeys } from '../repository-sync';
import { SyncError } from '../sync-error';

/** Whom everything is sealed for. @throws SyncError `syncKeyLost` for an identity that is none. */
export async function recipientsOf({ identity, recoveryRecipient }: SyncKeys): Promise<[string, string]> {
  const key = await readAgeKey(identity);
  if (!key) throw new SyncError('syncKeyLost');
  return [key.recipient, recoveryRecipient];
}

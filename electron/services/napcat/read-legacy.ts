import type { LegacyFiles, LegacyFindings } from '../roles';

const ACCOUNT_FILE = /^config\/onebot11_(\d{5,12})\.json$/;

/** Whose account it was; unknown where several have signed in. */
export async function readLegacy({ paths }: Pick<LegacyFiles, 'paths'>): Promise<LegacyFindings> {
  const accounts = paths.flatMap((path) => ACCOUNT_FILE.exec(path)?.[1] ?? []);
  const [account] = accounts;
  return account !== undefined && accounts.length === 1 ? { account } : {};
}

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** BotPier's own log files, by name; `isOld`: written no more. */
export async function listOwnLogs(dir: string): Promise<{ name: string; bytes: number; isOld: boolean }[]> {
  const names = await readdir(join(dir, 'logs')).catch(() => []);
  const files = await Promise.all(
    names
      .filter((name) => /^botpier(\.\d+)?\.log$/.test(name))
      .map(async (name) => {
        const bytes = (await stat(join(dir, 'logs', name)).catch(() => undefined))?.size ?? 0;
        return { name, bytes, isOld: name !== 'botpier.log' };
      }),
  );
  return files;
}

/** Removes one that `listOwnLogs` has named. */
export async function removeOwnLog(dir: string, name: string): Promise<void> {
  await rm(join(dir, 'logs', name), { force: true });
}

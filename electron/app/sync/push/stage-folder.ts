import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { seal } from '../keys/age-keys';

/** What does not lie on this disk as it is to be sent, until git has taken it in. */
export function createStageFolder(dir: string, recipients: readonly string[]) {
  let count = 0;
  const next = () => {
    count += 1;
    return join(dir, String(count));
  };
  return {
    /** Answers the file. */
    async write(content: string | Uint8Array): Promise<string> {
      const file = next();
      await writeFile(file, content, { mode: 0o600 });
      return file;
    },
    /** Answers the sealed file; never has a whole one in memory. */
    async sealFile(file: string, signal?: AbortSignal): Promise<string> {
      const target = next();
      const sealed = await seal(createReadStream(file, { highWaterMark: 256 * 1_024 }), recipients);
      await pipeline(sealed, createWriteStream(target, { mode: 0o600 }), signal ? { signal } : {});
      return target;
    },
  };
}

import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { seal } from '../keys/age-keys';
import { sealBlocks } from '../keys/sealed-blocks';

/** What does not lie on this disk as it is to be sent, until git has taken it in. */
export function createStageFolder(dir: string, recipients: readonly string[], identity: string) {
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
    /** Answers the sealed file, block by block where there is a salt; never has a whole one in memory. */
    async sealFile(file: string, salt: string | undefined, signal?: AbortSignal): Promise<string> {
      const target = next();
      const content = createReadStream(file, { highWaterMark: 256 * 1_024 });
      const sealed =
        salt === undefined ? await seal(content, recipients) : sealBlocks(content, identity, salt);
      await pipeline(sealed, createWriteStream(target, { mode: 0o600 }), signal ? { signal } : {});
      return target;
    },
  };
}

import { z } from 'zod';
import { EngineError, type EngineImages, type ImageInfo } from '../engine';
import { parseImageReference } from '../image-reference';
import type { Connection } from './connection';
import { absentIsFine } from './error-kind';
import { readPullStream } from './pull-stream';

const REMOVE_DEADLINE_MS = 120_000;

const Inspected = z.object({
  Id: z.string(),
  Size: z.number().default(0),
  Architecture: z.string(),
  RepoDigests: z.array(z.string()).nullish(),
});

export function createImages(connection: Connection): EngineImages {
  async function find(reference: string): Promise<ImageInfo | undefined> {
    const answer = await absentIsFine(connection.call('GET', `/images/${reference}/json`));
    if (answer === undefined) return undefined;
    const { Id, Size, Architecture, RepoDigests } = Inspected.parse(answer);
    const digests = (RepoDigests ?? []).flatMap((known) => known.split('@')[1] ?? []);
    return { id: Id, sizeBytes: Size, architecture: Architecture, digests: [...new Set(digests)] };
  }

  return {
    find,
    async pull(reference, { signal, platform, onProgress }) {
      const { host, path, tag, digest: wanted } = parseImageReference(reference);
      const query = { fromImage: `${host}/${path}`, tag: wanted ?? tag, platform };
      // No deadline: an engine sends its headers only when the registry has answered, however slow that is.
      const stream = await connection.open('POST', '/images/create', { query, signal });
      const { digest, isComplete } = await readPullStream(stream, { signal, onProgress });
      if (!isComplete && !(await find(reference))) {
        throw new EngineError('engineGone', 'the engine ended the pull without a word');
      }
      return { digest };
    },
    async tag(reference, canonical) {
      const { host, path, tag } = parseImageReference(canonical);
      const query = { repo: `${host}/${path}`, tag };
      try {
        await connection.call('POST', `/images/${reference}/tag`, { query });
      } catch (error) {
        if (error instanceof EngineError && error.kind === 'notFound') {
          throw new EngineError('imageMissing', error.engineMessage, error.statusCode, { cause: error });
        }
        throw error;
      }
    },
    async remove(reference) {
      const deadlineMs = REMOVE_DEADLINE_MS;
      await absentIsFine(connection.call('DELETE', `/images/${reference}`, { deadlineMs }));
    },
  };
}

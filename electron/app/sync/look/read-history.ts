import type { SavedGeneration } from '../../../contract/sync';
import { parseMessage } from '../push/commit-message';
import { inScratch, type Lookout } from './scratch-repository';

const MOST = 200;

/** What was saved in a branch, newest first, by the messages of its commits alone. */
export function readHistory(lookout: Lookout, head: string): Promise<SavedGeneration[]> {
  const { signal } = lookout;
  return inScratch(lookout, async (local, remote) => {
    await remote.fetch(head, { depth: MOST, only: 'commits', signal });
    const { stdout } = await local.run(['log', '-z', `-${MOST}`, '--format=%H%n%B', head], { signal });
    return stdout
      .toString()
      .split('\0')
      .flatMap((text) => {
        const saved = parseMessage(text);
        const id = text.slice(0, text.indexOf('\n'));
        return saved
          ? [{ id, at: saved.at, device: saved.device, botName: saved.botName, bytes: saved.bytes }]
          : [];
      });
  });
}

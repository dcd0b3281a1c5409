import { isWhole } from '../github/release-assets';
import { moveBranch } from './move-branch';
import { found, type PushStep } from './push-run';

/**
 * Large files go first: whoever sees a commit that names one finds it there. A repository without any commit is given the
 * anchor before that.
 */
export const sendAssets: PushStep = async (run) => {
  const staged = found(run.staged, 'stage');
  const { input, assets } = run;
  const missing = staged.uploads.filter((part) => !isWhole(staged.present.get(part.sha256), part));
  if (missing.length === 0) return undefined;
  const { anchor } = staged.manifest.header;
  if (run.head === undefined) await pushAnchor();
  const totalBytes = missing.reduce((total, { size }) => total + size, 0);
  let doneBytes = 0;
  const onBytes = (count: number) => {
    doneBytes += count;
    run.bytesSent += count;
    input.onProgress?.({ phase: 'uploading', doneBytes: Math.min(doneBytes, totalBytes), totalBytes });
  };
  const sent = new Set<string>();
  for (const part of missing) {
    input.signal?.throwIfAborted();
    if (sent.has(part.sha256)) continue;
    sent.add(part.sha256);
    await assets.upload(part, staged.present.get(part.sha256), anchor, onBytes);
  }
  return undefined;

  async function pushAnchor(): Promise<void> {
    const next = {
      version: 1 as const,
      repository: run.repository,
      branch: input.target.branch,
      head: anchor,
      generation: 0,
      key: '',
      assets: [],
      history: { commits: 1, bytes: 0 },
      uncut: false,
      anchor,
      sweepDue: true,
    };
    await run.files.writeAttempts([...(await run.files.readAttempts()), next]);
    await moveBranch(run, next, []);
    await run.files.writeState(next);
    run.state = next;
    run.head = anchor;
  }
};

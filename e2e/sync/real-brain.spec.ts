import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type CodeHost, createCodeHost } from '../../electron/rehearsal/code-host/create-code-host';
import { bringUp } from '../brain-swap/swap';
import type { Lab } from '../lab/start-lab';
import { runBotpier } from '../main-job/botpier';
import { needsLab, test } from '../main-job/lab-test';
import { listBelongings } from '../main-job/world';
import { talkAbout } from '../updates/bot-state';

needsLab();
test.use({ labOptions: { engine: '26', pace: 'fast' } });
test.setTimeout(10 * 60_000);

const REPOSITORY = 'captain/my-bot';
const TOKEN = 'LAB_GITHUB_TOKEN';

test('a bot with a real brain comes back on a new machine and remembers the talk', async ({
  lab,
  dataDir,
}) => {
  const dir = await mkdtemp(join(tmpdir(), 'botpier-real-brain-'));
  const code = await createCodeHost({ dir: join(dir, 'github') });
  try {
    await code.repositories.create({ owner: 'captain', name: 'my-bot', private: true });
    const recoveryKey = join(dir, 'recovery-key');
    const sync = syncOf(lab, code);
    const word = `蓝鲸${Date.now()}`;

    await test.step('a bot talks, and is saved', async () => {
      await bringUp(lab, dataDir);
      await talkAbout(lab, `记住，暗号是${word}`);
      await sync(['setup', '--data-dir', dataDir, '--recovery-key-file', recoveryKey, ...SOURCE]);
    });

    await test.step('more is said, and saved', async () => {
      await talkAbout(lab, `还有，船名是白帆${word}`);
      await sync(['now', '--data-dir', dataDir]);
    });

    await test.step('nothing is left of the machine', async () => {
      await loseMachine(lab, dataDir);
      expect(await listBelongings(lab.docker)).toEqual({ containers: [], networks: [], volumes: [] });
    });

    await test.step('on another one it answers without a scan, and knows all that was said', async () => {
      const events = await sync([
        ...['restore', '--data-dir', join(dir, 'new-machine'), '--recovery-key-file', recoveryKey],
        ...['--mirror', lab.mirror, '--registry', lab.npmRegistry, ...SOURCE],
      ]);
      expect(events.filter(({ event }) => event === 'qr' || event === 'ask')).toEqual([]);
      expect(await lab.phone().state()).toMatchObject({ phone: 'online' });
      const talk = await talkAbout(lab, '暗号是什么，船叫什么');
      expect(talk).toContain(`记住，暗号是${word}`);
      expect(talk).toContain(`船名是白帆${word}`);
    });
  } finally {
    await code.close();
    await rm(dir, { recursive: true, force: true });
  }
});

const SOURCE = ['--repository', REPOSITORY, '--token-env', TOKEN];

/** `botpier sync …` against that GitHub, to a good end. */
function syncOf(lab: Lab, code: CodeHost) {
  const token = code.tokens.add({ owner: 'captain', kind: 'fineGrained', repositories: ['my-bot'] });
  const env = { [TOKEN]: token, GITHUB_API_URL: code.urls.api, GITHUB_SERVER_URL: code.urls.git };
  return async (args: readonly string[]) => {
    const run = runBotpier(lab, ['sync', ...args], undefined, env);
    expect(await run.ended, run.output).toBe(0);
    return run.events;
  };
}

/** The disk is gone: the app's folder, and all that the engine has of the bot. */
async function loseMachine(lab: Lab, dataDir: string): Promise<void> {
  const ours = ['--filter', 'label=io.botpier.bot', '--quiet'];
  const each = async (list: readonly string[], remove: readonly string[]) => {
    const ids = (await lab.docker(...list, ...ours)).split('\n').filter(Boolean);
    if (ids.length > 0) await lab.docker(...remove, ...ids);
  };
  await each(['ps', '--all'], ['rm', '--force']);
  await each(['volume', 'ls'], ['volume', 'rm']);
  await each(['network', 'ls'], ['network', 'rm']);
  await rm(dataDir, { recursive: true, force: true });
}

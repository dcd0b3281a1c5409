import { expect } from '@playwright/test';
import { startWebShell } from '../web/web-shell';
import type { LabStack } from './lab-stack';
import { MODEL_KEY, needsLab, test } from './lab-test';
import { createUser, seenInput, watchInput } from './user';

/** What comes at once on a quick machine; the engine may be unpacking images meanwhile. */
const SOON_MS = 30_000;
/** Images that are pulled, a brain that starts for the first time. */
const LONG_MS = 5 * 60_000;

/** A person who brings up a bot of this stack in the page, with every action and every value counted. */
export function testWizard(stack: LabStack): void {
  needsLab();
  test.use({
    labOptions: { engine: '20', brains: [stack.id] },
    trace: 'on',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  test.setTimeout(15 * 60_000);

  test('from nothing to a real reply, in six actions and one pasted value', async ({
    page,
    lab,
    dataDir,
  }) => {
    const shell = await startWebShell(
      [
        ...['--data-dir', dataDir, '--mirror', lab.mirror, '--registry', lab.npmRegistry],
        ...['--provider', 'deepseek', '--base-url', lab.modelBaseUrl],
      ],
      lab.env,
    );
    try {
      const phone = lab.phone();
      const user = createUser(page, phone);
      const title = page.getByRole('heading', { level: 1 });
      const reads = (text: string, timeout = SOON_MS) => expect(title).toHaveText(text, { timeout });
      await watchInput(page);

      await user.open(shell.url);
      await reads('选一个大脑');
      await user.click(stack.button);
      await reads('开始之前，这三件事请你知道');
      await user.click('我知道了，继续');
      await reads('给大脑接上模型');
      await user.paste(MODEL_KEY);
      // Said for some seconds only: `waitFor` looks more often than `expect` does.
      await page.getByText('能用', { exact: true }).waitFor({ timeout: SOON_MS });
      await reads('用手机 QQ 扫一扫', LONG_MS);
      await user.scan();
      await user.confirm();
      await reads('它回话了', LONG_MS);

      const asked = lab.model.questions.length;
      const answers = [await phone.ask('你好，港口今天怎么样'), await phone.ask('那明天呢')];
      for (const { text } of answers) expect(text).not.toBe('');
      expect((await phone.chat()).filter((message) => message.self)).toEqual(answers);
      const questions = lab.model.questions.slice(asked).map(({ text }) => text);
      expect(questions).toEqual([
        expect.stringContaining('港口今天怎么样'),
        expect.stringContaining('那明天呢'),
      ]);

      expect(user.actions.map(({ what }) => what)).toEqual([
        'open',
        'click',
        'click',
        'paste',
        'scan',
        'confirm',
      ]);
      expect(await seenInput(page)).toEqual({ clicks: 2, keys: 0, pastes: 1 });

      const logs = await lab.docker('logs', await containerOf(lab.docker, stack.id));
      expect(logs).toMatch(stack.brainSays);
      for (const image of stack.images) {
        expect(await lab.docker('image', 'inspect', image)).toContain(`${lab.mirror}/`);
      }
    } finally {
      await shell.stop();
    }
  });
}

async function containerOf(docker: (...args: string[]) => Promise<string>, service: string): Promise<string> {
  const filters = [`label=io.botpier.service=${service}`, 'label=io.botpier.purpose=service'];
  return (await docker('ps', '-q', ...filters.flatMap((filter) => ['--filter', filter]))).trim();
}

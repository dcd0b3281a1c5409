import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { createTestCodeHost, type TestCodeHost } from '../../electron/rehearsal/code-host/test-code-host';
import { TOY_MODELS } from '../../electron/rehearsal/model/create-model-server';
import { startModelApi } from '../lab/model-api';
import { seriousOf } from '../rehearsal/serious';
import { startWebShell, type WebShell } from '../web/web-shell';

export interface Outside {
  code: TestCodeHost;
  token: string;
  /** A computer: its own data directory, and its own engine with its own volumes. */
  machine(): Promise<Machine>;
}

export interface Machine {
  shell: WebShell;
  /** Nothing of it is left. */
  lose(): Promise<void>;
}

/** Computers that come and go, and a GitHub that stays. */
export const test = base.extend<{ outside: Outside }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the first argument
  outside: async ({}, use) => {
    const dir = await mkdtemp(join(tmpdir(), 'new-machine-'));
    const code = await createTestCodeHost();
    const { repositories, tokens, urls } = code.host;
    await repositories.create({ owner: 'captain', name: 'my-bot', private: true });
    const token = tokens.add({ owner: 'captain', kind: 'fineGrained', repositories: ['my-bot'] });
    const model = await startModelApi('127.0.0.1', {});
    const machines: Machine[] = [];
    await use({
      code,
      token,
      async machine() {
        const own = await mkdtemp(join(dir, 'machine-'));
        const shell = await startWebShell(
          [
            '--rehearse',
            '--data-dir',
            own,
            '--provider',
            'custom',
            '--base-url',
            `${model.url}/v1`,
            '--model',
            TOY_MODELS[0] ?? '',
          ],
          { GITHUB_API_URL: urls.api, GITHUB_SERVER_URL: urls.git },
        );
        const machine = {
          shell,
          async lose() {
            await shell.stop();
            await rm(own, { recursive: true, force: true });
          },
        };
        machines.push(machine);
        return machine;
      },
    });
    for (const machine of machines) await machine.lose();
    model.stop();
    await code.close();
    await rm(dir, { recursive: true, force: true });
  },
});

/** No screen shuts anybody out. */
export async function isForEverybody(page: Page, screen: string): Promise<void> {
  expect.soft(await seriousOf(page), screen).toEqual([]);
}

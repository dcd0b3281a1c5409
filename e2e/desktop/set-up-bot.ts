import { expect, type Page } from '@playwright/test';
import type { AppView } from '../../electron/contract/view';
import { callApp } from './call-app';

export const viewOf = async (page: Page) => (await callApp(page, 'query', 'view')) as AppView;

/** Takes the rehearsal's bot to its first reply, without the wizard. Answers its id. */
export async function setUpBot(page: Page): Promise<string> {
  const { bots, modelPreset } = await viewOf(page);
  const bot = bots[0]?.id ?? '';
  const call = (path: string, input?: unknown) => callApp(page, 'mutation', path, input);
  const phone = async (path: string) => {
    await expect(() => call(`rehearsal.${path}`)).toPass({ timeout: 30_000, intervals: [200] });
  };
  await call('bots.chooseStack', { bot, stack: 'koishi' });
  await call('bots.consent', { bot, version: 1 });
  await call('model.connect', {
    bot,
    provider: 'custom',
    baseUrl: modelPreset?.baseUrl ?? '',
    key: 'sk-rehearsal-0123456789',
  });
  await phone('scan');
  await phone('confirm');
  await expect.poll(async () => (await viewOf(page)).bots[0]?.tone, { timeout: 60_000 }).toBe('ok');
  return bot;
}

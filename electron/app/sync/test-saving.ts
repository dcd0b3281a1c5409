import type { BotId } from '../../contract/ids';
import { createTestCodeHost, type TestCodeHost } from '../../rehearsal/code-host/test-code-host';
import { createTestApp, setUp, type TestApp } from '../create-test-app';

export const OWNER = 'captain';
export const REPOSITORY = `${OWNER}/my-bot`;

/** A code host with an account, an empty private repository of its, and a token for that alone. */
export interface TestPlace {
  code: TestCodeHost;
  token: string;
  /** An app that knows this code host. */
  app(options?: Parameters<typeof createTestApp>[0]): Promise<TestApp>;
  close(): Promise<void>;
}

export async function createTestPlace(): Promise<TestPlace> {
  const code = await createTestCodeHost();
  await code.host.repositories.create({ owner: OWNER, name: 'my-bot', private: true });
  const token = code.host.tokens.add({ owner: OWNER, kind: 'fineGrained', repositories: ['my-bot'] });
  const apps: TestApp[] = [];
  return {
    code,
    token,
    async app(options = {}) {
      const { api, git } = code.host.urls;
      const app = await createTestApp({ ...options, codeHost: { endpoints: { api, git } } });
      apps.push(app);
      return app;
    },
    async close() {
      for (const app of apps) await app.close();
      await code.close();
    },
  };
}

/** The user's way through the set-up, up to the first save; answers the recovery key. */
export async function setUpSaving(app: TestApp, bot: BotId, token: string): Promise<string> {
  const { recoveryKey } = await app.call.sync.setUp({
    bot,
    setUp: { token, repository: { kind: 'existing', name: REPOSITORY } },
  });
  await app.call.sync.confirmKey({ bot, recoveryKey });
  await app.until('the first save', ({ sync }) => sync?.lastSuccess !== undefined && !sync.running);
  return recoveryKey;
}

/** A bot that answers, and is known to. */
export async function setUpAnswering(app: TestApp): Promise<BotId> {
  const bot = await setUp(app);
  await app.until('the first reply', ({ settingUp }) => !settingUp);
  return bot;
}

/** A bot that answers and is saved. */
export async function setUpSaved(
  place: TestPlace,
): Promise<{ app: TestApp; bot: BotId; recoveryKey: string }> {
  const app = await place.app();
  const bot = await setUpAnswering(app);
  return { app, bot, recoveryKey: await setUpSaving(app, bot, place.token) };
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BotId } from '../contract/ids';
import type { TestApp } from './create-test-app';

/** What a user does in NapCat's own panel, where it dials the brain. */
export async function editDialling(
  test: TestApp,
  bot: BotId,
  change: { url?: string; token?: string },
): Promise<void> {
  const { ports } = JSON.parse(await readFile(join(test.dir, 'bots', `${bot}.json`), 'utf8'));
  const token = await test.secrets.get(`bot.${bot}.napcat.webui`);
  const post = async (path: string, body: object, credential = '') => {
    const answer = await fetch(`http://127.0.0.1:${ports['napcat.webui']}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
      body: JSON.stringify(body),
    });
    return ((await answer.json()) as { data: never }).data;
  };
  const hash = createHash('sha256').update(`${token}.napcat`).digest('hex');
  const { Credential } = (await post('/auth/login', { hash })) as { Credential: string };
  const config: { network: { websocketClients: object[] } } = await post(
    '/OB11Config/GetConfig',
    {},
    Credential,
  );
  for (const client of config.network.websocketClients) Object.assign(client, change);
  await post('/OB11Config/SetConfig', { config: JSON.stringify(config) }, Credential);
}

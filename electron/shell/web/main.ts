import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../app/api';
import { systemClock } from '../../lib/clock';
import { bootBeside } from '../boot-beside';
import { startSaving, takeSavingWish } from '../start-saving';
import { chooseDoor } from './choose-door';
import { isLoopback } from './hosts';
import { startOnPort } from './start-on-port';
import { parseWebOptions } from './web-options';

/** Compiling the app would keep the first page waiting. */
const BOOT_AFTER_MS = 50;

async function main(): Promise<void> {
  const options = parseWebOptions(process.argv.slice(2));
  const wish = takeSavingWish(process.env);
  const token = randomBytes(24).toString('base64url');
  const door = await chooseDoor(options.host, options.passwordFile, process.env, token);
  const app = Promise.withResolvers<App>();
  const server = await startOnPort(options.port, {
    ...options,
    door,
    rendererDir: join(import.meta.dirname, '../renderer'),
    app: app.promise,
    rehearse: () => bootBeside(app.promise),
    clock: systemClock,
    onFailure: (cause) => console.error('web.call.failed', cause),
  });
  const stop = async () => {
    await server.close();
    await (await app.promise).close();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().catch(fail));

  console.log(`BotPier: ${server.url}${door.by === 'token' ? `#token=${token}` : ''}`);
  if (!isLoopback(options.host)) {
    console.log('This page is not encrypted. Put a reverse proxy with TLS in front of it.');
  }

  await delay(BOOT_AFTER_MS);
  enableCompileCache();
  const { bootApp } = await import('../boot');
  bootApp({ ...options, url: server.url }).then(app.resolve, app.reject);
  const saver = startSaving(await app.promise, wish, { language: 'en', write: console.log });
  await saver?.run();
}

async function fail(cause: unknown): Promise<never> {
  const { explainFailure } = await import('../explain-failure');
  const sentence = explainFailure(cause);
  console.error(sentence ? `BotPier: ${sentence}` : cause);
  process.exit(1);
}

main().catch(fail);

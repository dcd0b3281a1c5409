import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { App } from '../../app/api';
import { systemClock } from '../../lib/clock';
import { chooseDoor, UsageError } from './choose-door';
import { isLoopback } from './hosts';
import { parseWebOptions } from './web-options';
import { startWebServer } from './web-server';

/** Compiling the app would keep the first page waiting. */
const BOOT_AFTER_MS = 50;

async function main(): Promise<void> {
  const options = parseWebOptions(process.argv.slice(2));
  const token = randomBytes(24).toString('base64url');
  const door = await chooseDoor(options.host, options.passwordFile, process.env, token);
  const app = Promise.withResolvers<App>();
  const server = await startWebServer({
    ...options,
    door,
    rendererDir: join(import.meta.dirname, '../renderer'),
    app: app.promise,
    clock: systemClock,
    onFailure: (cause) => console.error('web.call.failed', cause),
  });

  console.log(`BotPier: ${server.url}${door.by === 'token' ? `#token=${token}` : ''}`);
  if (!isLoopback(options.host)) {
    console.log('This page is not encrypted. Put a reverse proxy with TLS in front of it.');
  }

  // The page answers already; what it calls waits for this.
  await delay(BOOT_AFTER_MS);
  enableCompileCache();
  const { bootApp } = await import('../boot');
  bootApp({ ...options, url: server.url }).then(app.resolve, app.reject);
  const running = await app.promise;

  const stop = () => {
    Promise.all([server.close(), running.close()]).then(() => process.exit(0), fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function fail(cause: unknown): never {
  const isUsage = cause instanceof UsageError || cause instanceof TypeError;
  console.error(isUsage ? `BotPier: ${cause.message}` : cause);
  process.exit(isUsage ? 2 : 1);
}

main().catch(fail);

import type { Bot } from '../../contract/bot';
import type { Clock } from '../../lib/clock';
import type { KeyPool, KeyPoolConnection, KeyPoolWish } from '../../services/key-pool-role';
import type { Run } from '../bot/connections';
import { portsOf } from '../bot/define-services';

/** The live connection to a bot's running pool: opened when its container runs, closed when it does not. */
export interface PoolLink {
  connection(): KeyPoolConnection | undefined;
  follow(input: {
    bot: Bot;
    service: KeyPool | undefined;
    secrets: Readonly<Record<string, string>>;
    run: Run | undefined;
    wish: KeyPoolWish | undefined;
  }): void;
  close(): void;
}

export function createPoolLink(options: {
  clock: Clock;
  fetch: typeof fetch;
  log: (text: string) => void;
  onChange: () => void;
}): PoolLink {
  let held: { of: string; connection: KeyPoolConnection; unsubscribe: () => void } | undefined;

  function drop(): void {
    held?.unsubscribe();
    held?.connection.close();
    held = undefined;
  }

  return {
    connection: () => held?.connection,
    follow({ bot, service, secrets, run, wish }) {
      const ports = service ? portsOf(bot, service) : {};
      const of = service && run && JSON.stringify([run.container, run.startedAt, ports, secrets]);
      if (held?.of !== of) drop();
      if (!service || !of || !wish) return;
      if (held) return held.connection.wish(wish);
      const { clock, fetch } = options;
      const log = (text: string) => options.log(`${service.name}: ${text}`);
      const connection = service.connect({ ports, secrets, clock, fetch, log }, wish);
      held = { of, connection, unsubscribe: connection.report.subscribe(options.onChange) };
    },
    close: drop,
  };
}

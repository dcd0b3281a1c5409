import type { Bot } from '../../contract/bot';
import type { Clock } from '../../lib/clock';
import type { BrainConnection, BridgeEnd, MessengerConnection, ServiceAccess } from '../../services/roles';
import type { Stack } from '../../stacks/stack';
import { portsOf } from './define-services';

/** The live connections to a bot's running services: opened when a container runs, closed when it does not. */
export interface Connections {
  messenger(): MessengerConnection | undefined;
  brain(): BrainConnection | undefined;
  /** What the bridge's end in the messenger looked like last. */
  bridgeEnd(): { end: BridgeEnd; at: number } | undefined;
  /** Looks at the bridge's end in the messenger now. */
  inspectBridge(signal: AbortSignal): Promise<void>;
  forgetBridgeEnd(): void;
  /** Brings the connections in line with which containers run. */
  follow(input: {
    bot: Bot;
    stack: Stack;
    secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** A run of each role's container, undefined while it does not run: another run is another connection. */
    runs: { messenger: Run | undefined; brain: Run | undefined };
  }): void;
  close(): void;
}

/** One run of a container. */
export interface Run {
  container: string;
  startedAt: number | undefined;
}

interface Held<T> {
  of: string;
  connection: T;
  unsubscribe: () => void;
}

export function createConnections(options: {
  clock: Clock;
  fetch: typeof fetch;
  log: (text: string) => void;
  onChange: () => void;
  /** Calls `listener` with the container's log lines from now on; the answer stops that. */
  followLog: (container: string, listener: (line: string) => void) => () => void;
}): Connections {
  let messenger: Held<MessengerConnection> | undefined;
  let brain: Held<BrainConnection> | undefined;
  let bridge: { end: BridgeEnd; at: number } | undefined;

  const drop = <T extends { close(): void }>(held: Held<T> | undefined) => {
    held?.unsubscribe();
    held?.connection.close();
  };

  function watchMessenger(connection: MessengerConnection): () => void {
    let login = connection.login.get().kind;
    const unsubscribes = [
      connection.login.subscribe((state) => {
        // Only a signed-in messenger tells its config; what it told before a new sign-in is old.
        if (state.kind !== login) bridge = undefined;
        login = state.kind;
        options.onChange();
      }),
      connection.monitor.subscribe(options.onChange),
      connection.api.subscribe(options.onChange),
    ];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }

  return {
    messenger: () => messenger?.connection,
    brain: () => brain?.connection,
    bridgeEnd: () => bridge,
    async inspectBridge(signal) {
      const held = messenger;
      if (!held) return;
      const end = await held.connection.inspectBridge(signal);
      if (held !== messenger) return;
      const changed = bridge?.end.kind !== end.kind;
      bridge = { end, at: changed ? options.clock.now() : (bridge?.at ?? options.clock.now()) };
      if (changed) options.onChange();
    },
    forgetBridgeEnd() {
      bridge = undefined;
    },
    follow({ bot, stack, secrets, runs }) {
      const access = (role: 'messenger' | 'brain', run: Run): ServiceAccess => ({
        ports: portsOf(bot, stack[role]),
        secrets: secrets[stack[role].name] ?? {},
        clock: options.clock,
        fetch: options.fetch,
        log: (text) => options.log(`${stack[role].name}: ${text}`),
        logs: (listener) => options.followLog(run.container, listener),
      });
      const messengerRun = runs.messenger && runName(runs.messenger);
      const brainRun = runs.brain && runName(runs.brain);
      if (messenger?.of !== messengerRun) {
        drop(messenger);
        bridge = undefined;
        messenger = undefined;
        if (runs.messenger && messengerRun) {
          const connection = stack.messenger.connect(
            access('messenger', runs.messenger),
            bot.account,
            stack.brain.listensAt,
          );
          messenger = { of: messengerRun, connection, unsubscribe: watchMessenger(connection) };
        }
      }
      if (brain?.of !== brainRun) {
        drop(brain);
        brain = undefined;
        if (runs.brain && brainRun) {
          const connection = stack.brain.connect(access('brain', runs.brain));
          brain = { of: brainRun, connection, unsubscribe: connection.report.subscribe(options.onChange) };
        }
      }
    },
    close() {
      drop(messenger);
      drop(brain);
      messenger = undefined;
      brain = undefined;
    },
  };
}

function runName({ container, startedAt }: Run): string {
  return `${container} ${startedAt}`;
}

import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { Clock } from '../../lib/clock';
import type {
  Brain,
  BrainConnection,
  BridgeEnd,
  GatewayConnection,
  MessengerConnection,
  ServiceAccess,
  ServiceInfo,
} from '../../services/roles';
import type { Stack } from '../../stacks/stack';
import { portsOf } from './define-services';

/** The live connections to a bot's running services: opened when a container runs, closed when it does not. */
export interface Connections {
  messenger(): MessengerConnection | undefined;
  brain(): BrainConnection | undefined;
  /** To the brain beside the one that answers. */
  beside(): BrainConnection | undefined;
  gateway(): GatewayConnection | undefined;
  /** What the bridge's end in the messenger looked like last. */
  bridgeEnd(): { end: BridgeEnd; at: number } | undefined;
  /** Looks at the bridge's end in the messenger now. */
  inspectBridge(signal: AbortSignal): Promise<void>;
  forgetBridgeEnd(): void;
  /** Brings the connections in line with which containers run. */
  follow(input: {
    bot: Bot;
    stack: Stack;
    /** The stack of the brain beside. */
    beside: Stack | undefined;
    secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** A run of each role's container, undefined while it does not run: another run is another connection. */
    runs: Readonly<Record<'messenger' | 'brain' | 'beside' | 'gateway', Run | undefined>>;
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
  /** By service: two that change places are not connected to anew. */
  let brains: Partial<Record<ServiceName, Held<BrainConnection>>> = {};
  let names: { brain?: ServiceName; beside?: ServiceName | undefined } = {};
  let gateway: Held<GatewayConnection> | undefined;
  let dialled: string | undefined;
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
      connection.dialling.subscribe(options.onChange),
      connection.api.subscribe(options.onChange),
    ];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }

  return {
    messenger: () => messenger?.connection,
    brain: () => (names.brain ? brains[names.brain]?.connection : undefined),
    beside: () => (names.beside ? brains[names.beside]?.connection : undefined),
    gateway: () => gateway?.connection,
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
    follow({ bot, stack, beside, secrets, runs }) {
      const access = (service: ServiceInfo, run: Run): ServiceAccess => ({
        ports: portsOf(bot, service),
        secrets: secrets[service.name] ?? {},
        clock: options.clock,
        fetch: options.fetch,
        log: (text) => options.log(`${service.name}: ${text}`),
        logs: (listener) => options.followLog(run.container, listener),
      });
      const nameOf = (service: ServiceInfo, run: Run) =>
        JSON.stringify([run.container, run.startedAt, secrets[service.name]]);
      const { listensAt } = stack.brain;
      const messengerRun = runs.messenger && nameOf(stack.messenger, runs.messenger);
      if (messenger?.of !== messengerRun) {
        drop(messenger);
        bridge = undefined;
        messenger = undefined;
        if (runs.messenger && messengerRun) {
          const connection = stack.messenger.connect(
            access(stack.messenger, runs.messenger),
            bot.account,
            listensAt,
          );
          messenger = { of: messengerRun, connection, unsubscribe: watchMessenger(connection) };
        }
      } else if (dialled !== listensAt) {
        bridge = undefined;
        messenger?.connection.bridgeTo(listensAt);
      }
      dialled = listensAt;

      const gatewayRun = stack.gateway && runs.gateway && portedName(stack.gateway, runs.gateway, bot);
      if (gateway?.of !== gatewayRun) {
        drop(gateway);
        gateway = undefined;
        if (stack.gateway && runs.gateway && gatewayRun) {
          const connection = stack.gateway.connect(access(stack.gateway, runs.gateway));
          const unsubscribe = connection.report.subscribe(options.onChange);
          gateway = { of: gatewayRun, connection, unsubscribe };
        }
      }

      const kept: typeof brains = {};
      const keep = (service: Brain, run: Run | undefined) => {
        if (!run) return;
        const of = nameOf(service, run);
        const held = brains[service.name];
        if (held?.of === of) {
          kept[service.name] = held;
          return;
        }
        const connection = service.connect(access(service, run));
        const unsubscribe = connection.report.subscribe(options.onChange);
        kept[service.name] = { of, connection, unsubscribe };
      };
      keep(stack.brain, runs.brain);
      if (beside) keep(beside.brain, runs.beside);
      for (const [name, held] of Object.entries(brains)) {
        if (kept[name as ServiceName] !== held) drop(held);
      }
      brains = kept;
      names = { brain: stack.brain.name, beside: beside?.brain.name };
    },
    close() {
      drop(messenger);
      drop(gateway);
      for (const held of Object.values(brains)) drop(held);
      messenger = undefined;
      gateway = undefined;
      brains = {};
    },
  };
}

/** A run as it is reached: its secrets are not asked for. */
function portedName(service: ServiceInfo, run: Run, bot: Bot): string {
  return JSON.stringify([run.container, run.startedAt, portsOf(bot, service)]);
}

import type { MessengerSight, World } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import type { EngineProbe } from '../../engine/engine';
import type { Role } from '../../services/roles';
import type { ImageKeeper } from '../image-keeper';
import type { BotState } from './bot-state';
import type { Connections } from './connections';
import { serviceSight } from './sights';

/** The world as the links see it: everything last seen, put together. */
export function worldOf(input: {
  now: number;
  bot: Bot;
  engine: EngineProbe | undefined;
  images: ImageKeeper;
  state: BotState;
  connections: Connections;
}): World {
  const { bot, state, connections, images } = input;
  const sightOf = (role: Role) => {
    const wished = state.wished.find((service) => service.role === role);
    if (!wished) return undefined;
    const name = wished.definition.name;
    return serviceSight(bot.id, {
      wished,
      containers: state.sight?.containers ?? [],
      imagePresent: images.state(wished.definition.image).kind === 'present',
      busy: state.busy.has(name),
      refusal: state.refusals.get(name),
      prepareLines: state.prepareLines.get(name) ?? [],
    });
  };
  const messenger = sightOf('messenger');
  const brain = sightOf('brain');
  return {
    now: input.now,
    bot,
    engine: input.engine,
    images: state.wished.map(({ info, definition }) => ({
      reference: definition.image,
      product: info.product,
      state: images.state(definition.image),
    })),
    messenger: messenger && { ...messenger, connection: messengerConnection(state, connections) },
    brain: brain && { ...brain, report: connections.brain()?.report.get() },
    keyPool: sightOf('keyPool'),
    gateway: sightOf('gateway'),
    model: state.model,
    proof: state.proof,
  };
}

function messengerConnection(state: BotState, connections: Connections): MessengerSight['connection'] {
  const connection = connections.messenger();
  if (!connection) return undefined;
  const login = connection.login.get();
  const bridge = connections.bridgeEnd();
  return {
    api: connection.api.get(),
    login: login.kind === 'kicked' ? { ...login, attempts: state.relogins } : login,
    monitor: connection.monitor.get(),
    bridgeEnd: bridge?.end,
    bridgeEndAt: bridge?.at ?? 0,
  };
}

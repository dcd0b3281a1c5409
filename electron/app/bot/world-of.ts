import type { GatewaySight, ImageSight, MessengerSight, ServiceSight, World } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import type { SyncView } from '../../contract/sync';
import type { EngineProbe } from '../../engine/engine';
import type { KeyPoolReport } from '../../services/key-pool-role';
import type { Role } from '../../services/roles';
import { usesKeyPool } from '../../stacks/stack';
import type { ImageKeeper } from '../image-keeper';
import { summarise } from '../key-pool/pool-model';
import type { BotState } from './bot-state';
import type { Connections } from './connections';
import type { WishedService } from './define-services';
import { serviceSight } from './sights';

/** The world as the links see it: everything last seen, put together. */
export function worldOf(input: {
  now: number;
  bot: Bot;
  engine: EngineProbe | undefined;
  images: ImageKeeper;
  state: BotState;
  connections: Connections;
  /** What the running key pool says. */
  keyPool: KeyPoolReport | undefined;
  /** How it is saved to its repository. */
  sync: SyncView | undefined;
}): World {
  const { bot, state, connections, images } = input;
  const sightOf = (role: Role) => sightOfService(state.wished.find((service) => service.role === role));
  const sightOfService = (wished: WishedService | undefined) => {
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
  const imageSight = ({ info, definition }: WishedService): ImageSight => ({
    reference: definition.image,
    product: info.product,
    state: images.state(definition.image),
  });
  const messenger = sightOf('messenger');
  const brain = sightOf('brain');
  const keyPool = sightOf('keyPool');
  const beside = sightOfService(state.beside?.wished);
  return {
    now: input.now,
    bot,
    engine: input.engine,
    // Without those of the brain beside: the bot answers without them.
    images: state.wished.map(imageSight),
    messenger: messenger && { ...messenger, connection: messengerConnection(state, connections) },
    brain: brain && { ...brain, report: connections.brain()?.report.get() },
    beside: state.beside &&
      beside && {
        ...beside,
        report: connections.beside()?.report.get(),
        image: imageSight(state.beside.wished),
      },
    keyPool: keyPool && { ...keyPool, report: input.keyPool },
    gateway: gatewaySight(sightOf('gateway'), state, connections),
    sync: input.sync,
    model: usesKeyPool(bot) ? { ...state.model, pool: summarise(state.pool) } : state.model,
    proof: state.proof,
  };
}

function gatewaySight(
  sight: ServiceSight | undefined,
  { stack, wished, gateway }: BotState,
  connections: Connections,
): GatewaySight | undefined {
  if (!sight) return undefined;
  const live = stack?.gateway?.live;
  const file = wished
    .find(({ role }) => role === 'gateway')
    ?.definition.files.find(({ path }) => path === live?.file);
  return {
    ...sight,
    report: connections.gateway()?.report.get(),
    wanted: gateway.knowsDoor && file ? live?.markOf(file.content) : undefined,
    refused: gateway.refused,
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
    dialling: connection.dialling.get(),
    bridgeEnd: bridge?.end,
    bridgeEndAt: bridge?.at ?? 0,
  };
}

import type { BotId } from '../../contract/ids';
import { type ContainerInfo, type Engine, LABELS } from '../../engine/engine';
import type { Observed } from '../../plan/plan';

export interface Sight {
  observed: Observed;
  containers: readonly ContainerInfo[];
}

/** Everything at the engine that carries the bot's label. */
export async function observe(engine: Engine, bot: BotId): Promise<Sight> {
  const [containers, networks, volumes] = await Promise.all([
    engine.containers.list(bot),
    engine.networks.list(bot),
    engine.volumes.list(bot),
  ]);
  return {
    containers,
    observed: {
      networks: networks.map((network) => network.name),
      volumes: volumes.map((volume) => volume.name),
      containers: containers.map((container) => ({
        id: container.id,
        name: container.name,
        service: container.service,
        hash: container.labels[LABELS.hash],
        state: container.state,
        exitCode: container.exitCode,
      })),
    },
  };
}

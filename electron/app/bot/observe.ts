import type { BotId } from '../../contract/ids';
import { type ContainerInfo, type Engine, LABELS } from '../../engine/engine';
import type { Observed } from '../../plan/plan';

export interface Sight {
  observed: Observed;
  containers: readonly ContainerInfo[];
}

/**
 * Everything at the engine that carries the bot's label. `standing`: containers that stand still for a moment, for a copy of
 * their data; they count as running.
 */
export async function observe(engine: Engine, bot: BotId, standing: ReadonlySet<string>): Promise<Sight> {
  const [listed, networks, volumes] = await Promise.all([
    engine.containers.list(bot),
    engine.networks.list(bot),
    engine.volumes.list(bot),
  ]);
  const containers = listed.map((container) =>
    container.state === 'paused' && standing.has(container.id)
      ? { ...container, state: 'running' as const }
      : container,
  );
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
        generation: container.labels[LABELS.generation] ?? '',
        state: container.state,
        exitCode: container.exitCode,
      })),
    },
  };
}

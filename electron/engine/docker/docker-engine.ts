import type { Clock } from '../../lib/clock';
import type { Engine } from '../engine';
import { createConnection } from './connection';
import { createContainers } from './containers';
import type { Endpoint } from './endpoint';
import { readEngineInfo } from './engine-info';
import { watchEvents } from './events';
import { createImages } from './images';
import { createNetworks } from './networks';
import { type GuardProgram, nodeGuard, startPauseGuard } from './pause-guard';
import { createVolumes } from './volumes';

/** A Docker (or compatible) engine at that endpoint. Connects at the first call, and again whenever needed. */
export function createDockerEngine({
  endpoint,
  clock,
  guard = nodeGuard,
}: {
  endpoint: Endpoint;
  clock: Clock;
  guard?: GuardProgram;
}): Engine {
  const connection = createConnection(endpoint, clock);
  const networks = createNetworks(connection);
  const volumes = createVolumes(connection);
  return {
    info: (signal) => readEngineInfo(connection, clock, signal),
    images: createImages(connection),
    containers: createContainers(
      connection,
      clock,
      { network: networks.requireOwn, volume: volumes.requireOwn },
      (ids, limitMs) => startPauseGuard(endpoint, guard, ids, limitMs),
    ),
    networks,
    volumes,
    events: (signal) => watchEvents(connection, clock, signal),
    async close() {
      connection.close();
    },
  };
}

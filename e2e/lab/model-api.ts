import { once } from 'node:events';
import { systemClock } from '../../electron/lib/clock';
import {
  createModelServer,
  type ModelControls,
  type ModelServerOptions,
} from '../../electron/rehearsal/model/create-model-server';
import { freePort } from './free-port';

export interface ModelApi {
  /** `http://<address>:<port>` */
  url: string;
  controls: ModelControls;
  stop(): void;
}

/** A provider of models on that address, with a toy behind it. */
export async function startModelApi(
  address: string,
  options: Omit<ModelServerOptions, 'clock'>,
): Promise<ModelApi> {
  const { server, controls } = createModelServer({ clock: systemClock, ...options });
  const port = await freePort(address);
  await once(server.listen(port, address), 'listening');
  return {
    url: `http://${address}:${port}`,
    controls,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

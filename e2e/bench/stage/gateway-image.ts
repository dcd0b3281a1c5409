import { gateway } from '../../../electron/services/gateway/service';
import { CADDY } from '../../../electron/services/gateway/test-caddy';
import type { LabEngine } from '../../lab/engine/lab-engine';

/** Puts the machine's own Caddy into an engine under the name of the official image. */
export async function addGatewayImage(engine: LabEngine): Promise<void> {
  const container = (await engine.docker('create', 'lab/node:24')).trim();
  await engine.docker('cp', CADDY, `${container}:/usr/bin/caddy`);
  const changes = ['ENTRYPOINT []', 'CMD ["caddy", "run"]', 'ENV XDG_DATA_HOME=/data', 'WORKDIR /etc/caddy'];
  await engine.docker('commit', ...changes.flatMap((change) => ['-c', change]), container, gateway.image);
  await engine.docker('rm', '-v', container);
}

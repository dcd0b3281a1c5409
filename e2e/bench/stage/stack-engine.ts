import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'vite';
import { createDockerEngine } from '../../../electron/engine/docker/docker-engine';
import { parseEndpoint } from '../../../electron/engine/docker/endpoint';
import type { Engine } from '../../../electron/engine/engine';
import { systemClock } from '../../../electron/lib/clock';
import { createModelServer } from '../../../electron/rehearsal/model/create-model-server';
import { koishiStack } from '../../../electron/stacks/koishi';
import { importNode } from '../../lab/engine/images';
import { type LabEngine, startLabEngine } from '../../lab/engine/lab-engine';
import { ownNetwork } from './own-network';

const REHEARSAL = join(import.meta.dirname, '../../../electron/rehearsal');

/** On which port the messenger's simulator takes orders, inside its container. */
export const CONTROL_PORT = 6200;

/** A Docker engine that has the stack's images: simulators under the names of the real ones. And a toy model. */
export interface StackEngine extends LabEngine {
  /** The product's own way to it. */
  engine: Engine;
  /** OpenAI-shaped, reached from here and from containers. */
  modelBaseUrl: string;
}

export async function startStackEngine(dir: string): Promise<StackEngine> {
  if (ownNetwork === undefined) throw new Error('needs a Docker engine of its own: root on Debian 12');
  const lab = await startLabEngine({ version: '26', containerdStore: false, dir, netns: ownNetwork });
  const scratch = `${dir}-images`;
  await mkdir(scratch, { recursive: true });
  const base = await importNode(lab, scratch);
  const { messenger, brain } = koishiStack;
  await addImage(lab, base, messenger.image, join(REHEARSAL, 'messenger/main.ts'), scratch, [
    `ENV SIM_CONTROL_PORT=${CONTROL_PORT}`,
  ]);
  await addImage(lab, base, brain.image, join(import.meta.dirname, 'brain-main.ts'), scratch, []);
  await rm(scratch, { recursive: true });

  const model = createModelServer({ clock: systemClock });
  model.server.listen(0, '0.0.0.0');
  await once(model.server, 'listening');
  const { port } = model.server.address() as AddressInfo;
  const engine = createDockerEngine({ endpoint: parseEndpoint(lab.endpoint), clock: systemClock });
  return {
    ...lab,
    engine,
    modelBaseUrl: `http://127.0.0.1:${port}/v1`,
    async stop() {
      await engine.close();
      model.server.closeAllConnections();
      model.server.close();
      await lab.stop();
    },
  };
}

/** An image whose main is this module, bundled into one file. */
async function addImage(
  lab: LabEngine,
  base: string,
  name: string,
  entry: string,
  scratch: string,
  changes: readonly string[],
): Promise<void> {
  const outDir = join(scratch, 'bundle');
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      rolldownOptions: { output: { entryFileNames: 'main.mjs', codeSplitting: false } },
    },
  });
  const container = (await lab.docker('create', base)).trim();
  await lab.docker('cp', join(outDir, 'main.mjs'), `${container}:/opt/main.mjs`);
  const all = ['ENTRYPOINT ["node", "/opt/main.mjs"]', 'CMD []', ...changes];
  await lab.docker('commit', ...all.flatMap((change) => ['-c', change]), container, name);
  await lab.docker('rm', container);
}

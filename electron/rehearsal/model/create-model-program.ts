import { createServer } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import type { Program, ProgramHost } from '../../lib/program-host';
import { closeServer } from '../lifetime';
import { createModelServer, type ModelControls } from './create-model-server';
import { magicFault } from './magic-keys';
import { MODEL_FAULTS } from './model-shape';

const Fault = z.object({ fault: z.enum(MODEL_FAULTS).nullable() });

/**
 * The model API as a container's program, on port 80 or `PORT`. `SIM_KEYS` names the keys it takes, with commas
 * between, `SIM_MODELS` the models; with `SIM_MAGIC_KEYS` a key's own text says how it fails.
 * With `SIM_CONTROL_PORT`: `POST /fault {"fault": … | null}`, `GET /questions`.
 */
export function createModelProgram(): Program {
  return async (host) => {
    const { PORT = '80', SIM_KEYS, SIM_MODELS, SIM_MAGIC_KEYS } = host.env;
    const { server, controls } = createModelServer({
      clock: host.clock,
      ...(SIM_KEYS ? { keys: SIM_KEYS.split(',') } : {}),
      ...(SIM_MAGIC_KEYS ? { faultOfKey: magicFault } : {}),
      ...(SIM_MODELS ? { models: SIM_MODELS.split(',') } : {}),
    });
    await host.listen(server, Number(PORT));
    const closeControls = await serveControls(host, controls);
    host.log(`model API listening on port ${PORT}`);
    await new Promise<void>((resolve) => {
      if (host.signal.aborted) resolve();
      host.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.all([closeServer(server), closeControls()]);
    return 0;
  };
}

async function serveControls(host: ProgramHost, controls: ModelControls): Promise<() => Promise<void>> {
  const { SIM_CONTROL_PORT } = host.env;
  if (!SIM_CONTROL_PORT) return async () => undefined;
  const server = createServer(async (request, response) => {
    const reply = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    try {
      if (request.method === 'GET' && request.url === '/questions') reply(200, controls.questions);
      else if (request.method === 'POST' && request.url === '/fault') {
        controls.setFault(Fault.parse(JSON.parse(await readText(request))).fault ?? undefined);
        reply(200, { ok: true });
      } else reply(404, { error: 'unknown' });
    } catch (error) {
      reply(400, { error: error instanceof Error ? error.message : String(error) });
    }
  });
  await host.listen(server, Number(SIM_CONTROL_PORT));
  return () => closeServer(server);
}

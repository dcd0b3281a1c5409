import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port of that address which was just seen to be free. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const found = server.address();
  server.close();
  await once(server, 'close');
  if (typeof found !== 'object' || found === null) throw new Error('no port');
  return found.port;
}

import { createServer } from 'node:net';
import { systemClock } from '../../lib/clock';
import { type EngineFixture, engineContract, type Run } from '../engine.contract';
import { createMemoryEngine } from './memory-engine';
import { fetchText, testImage } from './testing/test-image';

const IMAGE = 'lab/programs:1';
const HERE = `docker.io/${IMAGE}`;
const FRESH = Array.from({ length: 9 }, (_, index) => `registry.test/lab/fresh-${index}:1`);

engineContract('memory', async (): Promise<EngineFixture> => {
  const engine = createMemoryEngine({
    clock: systemClock,
    images: {
      [HERE]: testImage('a'),
      ...Object.fromEntries(FRESH.map((reference, index) => [reference, testImage(`${index}`)])),
      'stalling.test/lab/slow:1': testImage('b'),
    },
    info: { architecture: 'amd64' },
    network: { bytesPerSecond: 100_000_000 },
  });
  engine.controls.load(HERE);
  engine.controls.setMirrorFault('stalling.test', { kind: 'stalls', afterBytes: 5_000_000 });
  const fresh = [...FRESH];
  const run = (...command: string[]): Run => ({ image: IMAGE, command });

  return {
    engine,
    image: IMAGE,
    programs: {
      lines: (count, everyMs = 0) => run('lines', `${count}`, `${everyMs}`),
      exits: (code, says = {}) => run('exits', `${code}`, JSON.stringify(says)),
      bigLine: (sizeBytes) => run('bigLine', `${sizeBytes}`),
      http: (port, body) => run('http', `${port}`, body),
      fetches: (url) => run('fetches', url),
      prints: (path) => run('prints', path),
      describes: () => run('describes'),
      unstartable: () => run('no-such-program'),
    },
    commands: { talks: ['talks'], missing: ['no-such-program'] },
    pulls: {
      async fresh() {
        const reference = fresh.pop();
        if (!reference) throw new Error('no fresh image is left');
        return reference;
      },
      missingTag: 'registry.test/lab/fresh-0:none',
      stalling: 'stalling.test/lab/slow:1',
    },
    foreign: async () => engine.controls.addForeign(IMAGE),
    async freePort() {
      const { port, release } = await occupyPort();
      await release();
      return port;
    },
    occupyPort,
    fetchText: (url) => fetchText(url).catch(() => undefined),
    async close() {
      await engine.close();
      await engine.controls.shutDown();
    },
  };
});

async function occupyPort(): Promise<{ port: number; release(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

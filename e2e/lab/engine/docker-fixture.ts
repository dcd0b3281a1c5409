import { createDockerEngine } from '../../../electron/engine/docker/docker-engine';
import { parseEndpoint } from '../../../electron/engine/docker/endpoint';
import type { EngineFixture, Run } from '../../../electron/engine/engine.contract';
import { systemClock } from '../../../electron/lib/clock';
import type { BenchEngine } from './bench-engine';

/** Plays the contract's programs as shell and Node.js scripts on a lab engine. `close` leaves the lab running. */
export function createDockerFixture(lab: BenchEngine): EngineFixture {
  const engine = createDockerEngine({ endpoint: parseEndpoint(lab.endpoint), clock: systemClock });
  const shell = (script: string, ...args: string[]): Run => ({
    image: lab.busybox,
    command: ['sh', '-c', script, 'sh', ...args],
  });
  const node = (script: string, ...args: string[]): Run => ({
    image: lab.node,
    command: ['node', '-e', script, ...args],
  });
  let foreigners = 0;
  return {
    engine,
    image: lab.busybox,
    programs: {
      lines: (count, everyMs = 0) =>
        shell(
          `trap 'exit 0' TERM; i=1
           while [ $i -le $1 ]; do echo "line $i"; i=$((i+1)); [ $2 = 0 ] || usleep $2; done
           sleep 1000000 & wait`,
          String(count),
          String(everyMs * 1000),
        ),
      exits: (code, { stdout = [], stderr = [] } = {}) =>
        shell(
          `code=$1; n=$2; shift 2
           while [ $n -gt 0 ]; do echo "$1"; shift; n=$((n-1)); done
           for line in "$@"; do echo "$line" >&2; done
           exit $code`,
          ...[String(code), String(stdout.length), ...stdout, ...stderr],
        ),
      bigLine: (sizeBytes) => shell(`head -c $1 /dev/zero | tr '\\0' x; echo; echo end`, String(sizeBytes)),
      http: (port, body) =>
        node(
          `require('http').createServer((q, s) => s.end(process.argv[2])).listen(Number(process.argv[1]));
           process.on('SIGTERM', () => process.exit(0))`,
          ...[String(port), body],
        ),
      fetches: (url) => node(`fetch(process.argv[1]).then((r) => r.text()).then((t) => console.log(t))`, url),
      prints: (path) => shell(`cat "$1" && echo`, path),
      describes: () =>
        shell(
          `echo "host=$(hostname)"; echo "mac=$(cat /sys/class/net/eth0/address)"; echo "env=$BOTPIER_TEST"`,
        ),
      unstartable: () => ({ image: lab.busybox, command: ['/no/such/program'] }),
    },
    commands: {
      talks: ['sh', '-c', 'echo hello; echo oops >&2; exit 7'],
      missing: ['/no/such/program'],
    },
    pulls: {
      fresh: () => lab.publish(300_000, 1_200_000, 50),
      missingTag: `${lab.registryHost}/lab/nowhere:none`,
      stalling: lab.stallingImage,
    },
    async foreign() {
      const name = `foreign-${++foreigners}`;
      await lab.docker('network', 'create', name);
      await lab.docker('volume', 'create', name);
      const container = (await lab.docker('create', '--name', name, lab.busybox, 'true')).trim();
      return { container, network: name, volume: name };
    },
    freePort: lab.freePort,
    occupyPort: lab.occupyPort,
    fetchText: lab.fetchText,
    close: () => engine.close(),
  };
}

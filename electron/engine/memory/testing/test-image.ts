import { createServer, get } from 'node:http';
import { sleep } from '../../../lib/clock';
import type { Program, ProgramHost } from '../../../lib/program-host';
import type { ExecResult } from '../../engine';
import type { MemoryImage } from '../memory-image';

type Command = (host: ProgramHost, args: readonly string[]) => Promise<number>;

/** The little programs that tests of the engine run, by the first word of a container's command. */
const COMMANDS: Readonly<Record<string, Command>> = {
  async lines(host, [count, everyMs]) {
    for (let line = 1; line <= Number(count); line++) {
      if (Number(everyMs) > 0) await sleep(host.clock, Number(everyMs), host.signal);
      host.log(`line ${line}`);
    }
    return untilStopped(host);
  },
  async exits(host, [code, says = '{}']) {
    const { stdout = [], stderr = [] } = JSON.parse(says);
    for (const line of stdout) host.log(line);
    for (const line of stderr) host.log(line, 'stderr');
    return Number(code);
  },
  async bigLine(host, [sizeBytes]) {
    host.log('x'.repeat(Number(sizeBytes)));
    host.log('end');
    return 0;
  },
  async http(host, [port, body]) {
    await host.listen(
      createServer((_, response) => response.end(body)),
      Number(port),
    );
    return untilStopped(host);
  },
  async fetches(host, [url = '']) {
    const { hostname, port, pathname } = new URL(url);
    try {
      const real = await host.resolve(hostname, Number(port || 80));
      host.log(await fetchText(`http://${real.host}:${real.port}${pathname}`));
      return 0;
    } catch (error) {
      host.log(String(error), 'stderr');
      return 1;
    }
  },
  async prints(host, [path = '']) {
    const text = await host.files.read(path);
    if (text !== undefined) host.log(text);
    return text === undefined ? 1 : 0;
  },
  async writes(host, [path = '', text = '']) {
    try {
      await host.files.write(path, text);
      return 0;
    } catch (error) {
      host.log(String(error), 'stderr');
      return 1;
    }
  },
  async describes({ hostname, macAddress, env: { BOTPIER_TEST: value }, log }) {
    log(`host=${hostname}`);
    log(`mac=${macAddress}`);
    log(`env=${value}`);
    return 0;
  },
  deaf: () => new Promise(() => {}),
};

const program: Program = async (host) => {
  const [word = '', ...args] = host.args;
  return COMMANDS[word]?.(host, args) ?? 127;
};

async function exec(_: unknown, command: readonly string[]): Promise<ExecResult> {
  if (command[0] === 'talks') return { exitCode: 7, stdout: 'hello\n', stderr: 'oops\n' };
  return { exitCode: 127, stdout: '', stderr: 'not found\n' };
}

/** An image of 30 MB in three layers with these programs in it. `letter`: a hex digit that makes it unlike others. */
export function testImage(letter: string, architecture = 'amd64'): MemoryImage {
  return {
    program,
    sizeBytes: 90_000_000,
    layers: [10_000_000, 15_000_000, 5_000_000],
    architecture,
    digest: `sha256:${letter.repeat(64)}`,
    hasCommand: (word) => word in COMMANDS,
    exec,
  };
}

/** The body at a URL; rejects when nothing answers. */
export function fetchText(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve(body)).on('error', reject);
    }).on('error', reject);
  });
}

function untilStopped({ signal }: ProgramHost): Promise<number> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(0);
    signal.addEventListener('abort', () => resolve(0), { once: true });
  });
}

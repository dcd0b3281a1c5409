import { parseEnv } from 'node:util';
import { sleep } from '../../lib/clock';
import type { Program, ProgramHost } from '../../lib/program-host';
import { closeServer } from '../lifetime';
import { messageOf, startPool } from './pool';
import type { DatabaseFault } from './pool-database';
import { createPoolLog } from './pool-log';
import { createPoolServer } from './pool-server';
import { readSettings } from './pool-settings';

export interface KeyPoolControls {
  /** What is wrong with the database from now on. `/health` stays green. */
  setDatabaseFault(fault: DatabaseFault | undefined): void;
  /** Ends every running one as an uncaught error would. */
  crash(): void;
}

export interface KeyPoolTimings {
  /** From start until it listens. */
  startMs: number;
  /** From SIGTERM to its end. */
  stopMs: number;
}

const REAL_TIMINGS: KeyPoolTimings = { startMs: 3_000, stopMs: 1_400 };
const PORT = 8000;

/**
 * A double of Gemini Balance 2.2.8: the same environment, routes, tokens, turns, errors and traps, with a JSON file in
 * the place of SQLite. It asks whatever `BASE_URL` names.
 */
export function createKeyPoolProgram(timings: KeyPoolTimings = REAL_TIMINGS): {
  program: Program;
  controls: KeyPoolControls;
} {
  const running = new Set<(exitCode: number) => void>();
  let fault: DatabaseFault | undefined;
  const program: Program = async (host) => {
    const ended = Promise.withResolvers<number>();
    running.add(ended.resolve);
    host.signal.addEventListener('abort', () => ended.resolve(0), { once: true });
    try {
      const settings = readSettings(await environmentOf(host));
      const log = createPoolLog(host, settings.LOG_LEVEL);
      await sleep(host.clock, timings.startMs, host.signal);
      const pool = await startPool(host, settings, log, () => fault);
      const server = createPoolServer(pool);
      await host.listen(server, PORT);
      host.log(`INFO:     Uvicorn running on http://0.0.0.0:${PORT} (Press CTRL+C to quit)`, 'stderr');
      const exitCode = await ended.promise;
      await sleep(host.clock, timings.stopMs);
      await closeServer(server);
      return exitCode;
    } catch (error) {
      if (host.signal.aborted) return 0;
      host.log(`Traceback (most recent call last):\n${messageOf(error)}`, 'stderr');
      return 1;
    } finally {
      running.delete(ended.resolve);
    }
  };
  return {
    program,
    controls: {
      setDatabaseFault(next) {
        fault = next;
      },
      crash() {
        for (const end of running) end(1);
      },
    },
  };
}

/** What a shell that is told to read a file first would have: `sh -c "set -a; . <file>; …"`. */
async function environmentOf(host: ProgramHost): Promise<Readonly<Record<string, string | undefined>>> {
  const file = /(?:^|;)\s*\.\s+(\S+?);/.exec(host.args.join(' '))?.[1];
  const text = file === undefined ? undefined : await host.files.read(file);
  return { ...host.env, ...(text === undefined ? {} : parseEnv(text)) };
}

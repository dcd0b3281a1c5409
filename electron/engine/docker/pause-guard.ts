import { spawn } from 'node:child_process';
import { once } from 'node:events';
import code from '../../../resources/engine/pause-guard.cjs?raw';
import { EngineError, type PauseGuard } from '../engine';
import type { Endpoint } from './endpoint';

/** What runs `resources/engine/pause-guard.cjs` in a process of its own. */
export interface GuardProgram {
  command: string;
  args: readonly string[];
}

/** Node itself. Electron as it is packed refuses to be Node: the desktop shell brings a program of its own. */
export const nodeGuard: GuardProgram = { command: process.execPath, args: ['-e', code] };

/**
 * Starts a process that outlives this one and unpauses these containers when this one is gone, or at the end of
 * `limitMs`. Resolves once it watches; rejects with `unknown` when it cannot be started.
 */
export async function startPauseGuard(
  endpoint: Endpoint,
  { command, args }: GuardProgram,
  ids: readonly string[],
  limitMs: number,
): Promise<PauseGuard> {
  const child = spawn(command, args, {
    detached: true,
    // A channel and no pipe: Electron on Windows has no standard input.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {});
  const fail = (cause: unknown) =>
    gone.reject(new EngineError('unknown', `the pause guard did not start: ${cause}`));
  child.once('error', fail);
  child.once('exit', (exitCode) => fail(`exit ${exitCode}`));
  const ready = once(child, 'message');
  ready.catch(() => {});
  // What must be told goes in here: an argument is seen by everybody on the computer.
  child.send({ ...connectionTo(endpoint), ids, limitMs }, (error) => error && fail(error));
  await Promise.race([ready, gone.promise]);
  child.unref();
  child.channel?.unref();
  return {
    async release() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.ref();
      // It may just be ending by itself.
      child.send('over', () => {});
      await ended;
    },
  };
}

function connectionTo(endpoint: Endpoint): object {
  if (endpoint.kind === 'socket') return { isSecure: false, connection: { socketPath: endpoint.path } };
  const { host, port, tls } = endpoint;
  return { isSecure: tls !== undefined, connection: { host, port, ...tls } };
}

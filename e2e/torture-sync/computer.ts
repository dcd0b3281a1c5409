import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Answer, Order, Setup } from './orders';

/** A computer that may be switched off at any moment, and is on again when it is told something. */
export interface Computer {
  /** `killMs`: kills it so long after the order. Undefined when it died over it. */
  order(order: Order, killMs?: number): Promise<Answer | undefined>;
  stop(): Promise<void>;
}

export function createComputer(child: string, setup: Setup): Computer {
  let running: { process: ChildProcess; answers: AsyncIterator<string> } | undefined;
  const start = async () => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const started = spawn(process.execPath, [child], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...env, TORTURE: JSON.stringify(setup) },
    });
    started.stdin.on('error', () => {});
    const answers = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
    await answers.next();
    return { process: started, answers };
  };
  return {
    async order(order, killMs) {
      running ??= await start();
      const { process: own, answers } = running;
      own.stdin?.write(`${JSON.stringify(order)}\n`);
      const timer = killMs === undefined ? undefined : setTimeout(() => own.kill('SIGKILL'), killMs);
      const { value, done } = await answers.next();
      clearTimeout(timer);
      if (!done && own.exitCode === null && own.signalCode === null) return JSON.parse(value);
      running = undefined;
      return done ? undefined : JSON.parse(value);
    },
    async stop() {
      if (!running) return;
      const { process: own } = running;
      running = undefined;
      own.kill('SIGKILL');
      await once(own, 'close');
    },
  };
}

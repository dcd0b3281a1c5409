import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CliEvent } from '../../electron/shell/cli/cli-event';
import type { Lab } from '../lab/start-lab';
import type { LabStack } from './lab-stack';
import { MODEL_KEY, POOL_KEYS } from './lab-test';

const PROGRAM = join(import.meta.dirname, '../../out/cli/botpier.js');
const KEY_VARIABLE = 'LAB_MODEL_KEY';
const POOL_VARIABLE = 'LAB_POOL_KEYS';

export type TimedEvent = CliEvent & { t: number };

export interface Run {
  /** Told so far. */
  readonly events: readonly TimedEvent[];
  /** All it wrote, on both streams. */
  readonly output: string;
  /** The exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

/** Starts the terminal's program against the lab's engine, without a terminal. */
export function runBotpier(
  lab: Lab,
  args: readonly string[],
  onEvent: (event: TimedEvent) => void = () => {},
  env: NodeJS.ProcessEnv = {},
): Run {
  const child = spawn(process.execPath, [PROGRAM, ...args, '--json'], {
    env: {
      ...process.env,
      ...lab.env,
      ...env,
      [KEY_VARIABLE]: MODEL_KEY,
      [POOL_VARIABLE]: `${POOL_KEYS.join('\n')};"${POOL_KEYS[0]}"`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: TimedEvent[] = [];
  let output = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    const event = JSON.parse(line) as TimedEvent;
    events.push(event);
    onEvent(event);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return {
    events,
    get output() {
      return output;
    },
    ended: once(child, 'close').then(([code]) => code as number | null),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The flags that answer everything `up` could ask. */
export function upArgs(lab: Lab, dataDir: string, stack: LabStack['id'] = 'koishi'): string[] {
  return [
    ...commonArgs(lab, dataDir, stack),
    ...['--provider', 'deepseek', '--base-url', lab.modelBaseUrl, '--key-env', KEY_VARIABLE],
  ];
}

/** The same for AstrBot with a pool of keys. */
export function upArgsWithPool(lab: Lab, dataDir: string): string[] {
  return [
    ...commonArgs(lab, dataDir, 'astrbot'),
    ...['--base-url', lab.geminiBaseUrl, '--pool-key-env', POOL_VARIABLE, '--accept-pool-licence'],
  ];
}

function commonArgs(lab: Lab, dataDir: string, stack: LabStack['id']): string[] {
  return [
    ...['up', '--data-dir', dataDir, '--stack', stack, '--accept-risk'],
    ...['--mirror', lab.mirror, '--registry', lab.npmRegistry, '--timeout', '5'],
  ];
}

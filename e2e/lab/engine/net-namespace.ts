import { existsSync } from 'node:fs';
import { command } from './command';

/**
 * A network of its own, so that a second engine does not rewrite the packet filter rules of the first.
 * Undefined stands for the machine's own network.
 */
export async function ensureNetns(netns: string): Promise<void> {
  if (existsSync(`/run/netns/${netns}`)) return;
  await command('ip', ['netns', 'add', netns]);
  await command('ip', ['-n', netns, 'link', 'set', 'lo', 'up']);
}

export async function removeNetns(netns: string): Promise<void> {
  if (existsSync(`/run/netns/${netns}`)) await command('ip', ['netns', 'delete', netns]);
}

/** The command line that runs `line` in there. (`ip netns exec` would hide the control groups.) */
export function insideNetns(netns: string | undefined, line: readonly string[]): [string, ...string[]] {
  const [program = '', ...args] = line;
  return netns === undefined
    ? [program, ...args]
    : ['nsenter', `--net=/run/netns/${netns}`, program, ...args];
}

/** GETs a URL as seen from in there; undefined when nothing good answers. */
export async function fetchInNetns(netns: string | undefined, url: string): Promise<string | undefined> {
  const [program, ...args] = insideNetns(netns, ['curl', '-fsS', '--max-time', '3', url]);
  return await command(program, args).catch(() => undefined);
}

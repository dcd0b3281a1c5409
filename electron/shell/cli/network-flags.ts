import type { Command } from 'commander';

/** For a flag that may be given again. */
export const collect = (value: string, before: string[] = []) => [...before, value];

/** Flags of a command that may be the first on a computer: how images and plugins are come by there. */
export function withNetworkFlags(command: Command): Command {
  return command
    .option('--mirror <prefix>', 'registry to pull images through; may be given again', collect)
    .option('--registry <url>', 'npm registry to install plugins from')
    .option('--proxy <url>', 'HTTP proxy for BotPier and the containers');
}

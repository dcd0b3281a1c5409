import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { chooseBot } from './choose-bot';
import {
  type GatewaySession,
  gatewayOff,
  gatewayOn,
  gatewayPassword,
  gatewayRoutes,
  type OnFlags,
  type RoutesFlags,
} from './gateway';
import { type CommonFlags, withApp } from './with-app';

/**
 * @param command makes a command with the flags that all of them have
 * @param toNumber reads a flag's number
 */
export function gatewayCommand(
  command: (name: string, description: string) => Command,
  toNumber: (value: string) => number,
): Command {
  const run = (flags: CommonFlags, act: (session: GatewaySession) => Promise<number>) =>
    withApp(flags, undefined, (session) => act({ ...session, bot: chooseBot(session.app, flags.bot) }));
  return new Command('gateway')
    .description('one address in front of the panels')
    .addCommand(
      command('on', 'switch it on, or change where it is reached')
        .option('--port <number>', 'port on this computer (default: 7860)', toNumber)
        .option('--network', 'let others on the network reach it; they sign in with its password')
        .option('--domain <name>', 'HTTPS under a domain that leads here')
        .action((flags: CommonFlags & OnFlags) => run(flags, (session) => gatewayOn(session, flags))),
    )
    .addCommand(
      command('off', 'switch it off; rules and password are kept').action((flags: CommonFlags) =>
        run(flags, gatewayOff),
      ),
    )
    .addCommand(
      command('routes', 'print the rules as routes.json')
        .option('--set <file>', 'take the rules of this file')
        .option('--reset', 'go back to the rules that BotPier makes')
        .option('--try <url>', 'tell which rule takes a URL')
        .action((flags: CommonFlags & RoutesFlags) => run(flags, (session) => gatewayRoutes(session, flags))),
    )
    .addCommand(
      command('password', 'make a new password and show it')
        .option('--stdin', 'read it from standard input instead')
        .action((flags: CommonFlags & { stdin?: boolean }) =>
          run(flags, async (session) => {
            const password = flags.stdin ? (await text(process.stdin)).trim() : undefined;
            return gatewayPassword(session, password);
          }),
        ),
    );
}

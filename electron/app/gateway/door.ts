import { networkInterfaces } from 'node:os';
import type { BotId } from '../../contract/ids';
import { networkName } from '../../plan/names';
import { COMPUTER } from '../../services/gateway/backend';

/**
 * Serves `answer` at an address of this computer, on any free port. Given by the shell, which knows how.
 * Rejects with the system's error when it cannot.
 */
export type Serve = (
  answer: (request: Request) => Promise<Response>,
  address: string,
) => Promise<{ port: number; close(): Promise<void> }>;

/** Where gateways reach BotPier for the pages that it answers itself. */
export interface Door {
  /** As seen from inside the bot's containers; undefined where nothing can be listened on. */
  openFor(bot: BotId): Promise<{ host: string; port: number } | undefined>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * An engine on this computer itself gives each network an address of the computer: there, and on no other interface,
 * is listened. Any other engine lives in a machine of its own, and takes its containers to the loopback.
 */
export function createDoor(options: {
  serve: Serve | undefined;
  answer: (request: Request) => Promise<Response>;
  /** This computer's own address on a network of containers. */
  hostAddress: (network: string) => Promise<string | undefined>;
  log: (text: string) => void;
}): Door {
  const open = new Map<string, Promise<{ port: number; close(): Promise<void> } | undefined>>();

  function serveAt(address: string) {
    const known = open.get(address);
    if (known) return known;
    const server = (options.serve?.(options.answer, address) ?? Promise.resolve(undefined)).catch(
      (error: unknown) => {
        options.log(
          `door: not open at ${address}, ${error instanceof Error ? error.message : String(error)}`,
        );
        open.delete(address);
        return undefined;
      },
    );
    open.set(address, server);
    return server;
  }

  return {
    async openFor(bot) {
      const address = await options.hostAddress(networkName(bot)).catch(() => undefined);
      if (address !== undefined && isOwnAddress(address)) {
        const server = await serveAt(address);
        return server && { host: address, port: server.port };
      }
      const server = await serveAt(LOOPBACK);
      return server && { host: COMPUTER, port: server.port };
    },
    async close() {
      await Promise.all([...open.values()].map(async (server) => (await server)?.close()));
    },
  };
}

function isOwnAddress(address: string): boolean {
  return Object.values(networkInterfaces()).some((all) => all?.some((one) => one.address === address));
}

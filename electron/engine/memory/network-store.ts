import { randomBytes } from 'node:crypto';
import type { BotId } from '../../contract/ids';
import { EngineError, type EngineNetworks } from '../engine';
import type { EngineGate } from './engine-gate';
import { botOf, isOurs, type Labels, requireOurs } from './ownership';

export interface NetworkStore {
  readonly networks: EngineNetworks;
  has(name: string): boolean;
  /** Throws `notOurs` for a network that somebody else made. */
  requireOurs(name: string): void;
  /** Makes one without our labels. */
  addForeign(name: string): void;
}

/** `isInUse`: whether a running container is on the network. */
export function createNetworkStore(gate: EngineGate, isInUse: (name: string) => boolean): NetworkStore {
  const all = new Map<string, { id: string; name: string; labels: Labels }>();
  const add = (name: string, labels: Labels) =>
    void all.set(name, { id: randomBytes(32).toString('hex'), name, labels: { ...labels } });
  const requireOursOf = (name: string) => requireOurs(all.get(name)?.labels ?? {}, `network ${name}`);

  return {
    networks: {
      list: (bot?: BotId) =>
        gate.run(() =>
          [...all.values()].filter(
            ({ labels }) => isOurs(labels) && (bot === undefined || botOf(labels) === bot),
          ),
        ),
      ensure: (name, labels) =>
        gate.run(() => {
          requireOurs(labels, `network ${name}`);
          if (all.has(name)) requireOursOf(name);
          else add(name, labels);
        }),
      // Its containers are inside this process: there is no network that this computer has an address on.
      hostAddress: () => gate.run(() => undefined),
      remove: (name) =>
        gate.run(() => {
          if (!all.has(name)) return;
          requireOursOf(name);
          if (isInUse(name)) {
            throw new EngineError('inUse', `error while removing network: ${name} has active endpoints`, 403);
          }
          all.delete(name);
        }),
    },
    has: (name) => all.has(name),
    requireOurs(name) {
      if (all.has(name)) requireOursOf(name);
    },
    addForeign: (name) => add(name, {}),
  };
}

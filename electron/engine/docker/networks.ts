import { z } from 'zod';
import { EngineError, type EngineNetworks } from '../engine';
import type { Connection } from './connection';
import { absentIsFine } from './error-kind';
import { type Labels, ourFilter, requireOurs } from './labels';

const Network = z.object({
  Id: z.string(),
  Name: z.string(),
  IPAM: z.object({ Config: z.array(z.object({ Gateway: z.string().optional() })).nullish() }).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
});

interface Found {
  id: string;
  gateway: string | undefined;
  name: string;
  labels: Labels;
}

export interface Networks extends EngineNetworks {
  requireOwn(name: string): Promise<void>;
}

export function createNetworks(connection: Connection): Networks {
  /** Old engines make two networks of one name when asked twice at once: so one at a time. */
  let turn: Promise<unknown> = Promise.resolve();

  async function query(filters: object): Promise<Found[]> {
    const answer = await connection.call('GET', '/networks', { query: { filters } });
    return z
      .array(Network)
      .parse(answer)
      .map(({ Id, Name, IPAM, Labels: labels }) => ({
        id: Id,
        name: Name,
        gateway: IPAM?.Config?.find(({ Gateway }) => Gateway)?.Gateway,
        labels: labels ?? {},
      }));
  }

  /** The networks of exactly that name; rejects with `notOurs` when one does not carry our label. */
  async function ours(name: string): Promise<Found[]> {
    const found = (await query({ name: [name] })).filter((network) => network.name === name);
    for (const { labels } of found) requireOurs(labels, `network ${name}`);
    return found;
  }

  async function ensure(name: string, labels: Labels): Promise<void> {
    if ((await ours(name)).length > 0) return;
    const body = { Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: labels };
    try {
      await connection.call('POST', '/networks/create', { body });
    } catch (error) {
      const isThereNow = error instanceof EngineError && error.statusCode === 409;
      if (!isThereNow || (await ours(name)).length === 0) throw error;
    }
  }

  return {
    list: async (bot) => (await query(ourFilter(bot))).map(({ id, name, labels }) => ({ id, name, labels })),
    async ensure(name, labels) {
      requireOurs(labels, `network ${name}`);
      const mine = turn.then(() => ensure(name, labels));
      turn = mine.catch(() => undefined);
      await mine;
    },
    async remove(name) {
      for (const { id } of await ours(name)) await absentIsFine(connection.call('DELETE', `/networks/${id}`));
    },
    hostAddress: async (name) => (await ours(name))[0]?.gateway,
    async requireOwn(name) {
      await ours(name);
    },
  };
}

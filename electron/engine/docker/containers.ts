import { z } from 'zod';
import { type Clock, sleep } from '../../lib/clock';
import { type ContainerInfo, type EngineContainers, EngineError, type PauseGuard } from '../engine';
import { readArchive, writeArchive } from './archive';
import type { Connection } from './connection';
import { toContainerInfo } from './container-info';
import { readLogs, readStats, runExec } from './container-streams';
import { createBody } from './create-body';
import { absentIsFine } from './error-kind';
import { waitExit } from './exit-wait';
import { getFile, putFiles } from './files';
import { ourFilter, requireOurs } from './labels';

const STOP_SECONDS = 10;
const STOP_MARGIN_MS = 30_000;
const START_DEADLINE_MS = 120_000;
/** A process in the middle of a write to a slow disk cannot stand still; a moment later it can. */
const PAUSE_TRIES = 5;
const PAUSE_AGAIN_MS = 300;

const Listed = z.array(z.object({ Id: z.string() }));
const Created = z.object({ Id: z.string() });

export interface OwnershipChecks {
  /** Rejects with `notOurs` when a network of that name exists without our label. */
  network(name: string): Promise<void>;
  /** The same for a volume. */
  volume(name: string): Promise<void>;
}

export function createContainers(
  connection: Connection,
  clock: Clock,
  requireOwn: OwnershipChecks,
  startGuard: (ids: readonly string[], limitMs: number) => Promise<PauseGuard>,
): EngineContainers {
  /** Undefined when gone; rejects with `notOurs`. */
  async function find(idOrName: string): Promise<ContainerInfo | undefined> {
    const answer = await absentIsFine(connection.call('GET', `${pathOf(idOrName)}/json`));
    const info = answer === undefined ? undefined : toContainerInfo(answer);
    if (info) requireOurs(info.labels, `container ${info.name}`);
    return info;
  }

  async function ours(idOrName: string): Promise<ContainerInfo> {
    const info = await find(idOrName);
    if (!info) throw new EngineError('notFound', `no such container: ${idOrName}`);
    return info;
  }

  return {
    async list(bot) {
      const query = { all: true, filters: ourFilter(bot) };
      const listed = Listed.parse(await connection.call('GET', '/containers/json', { query }));
      const found = await Promise.all(listed.map(({ Id }) => find(Id)));
      return found.filter((info) => info !== undefined);
    },
    find,
    async create(spec) {
      requireOurs(spec.labels, `container ${spec.name}`);
      if (spec.network) await requireOwn.network(spec.network.name);
      for (const { volume } of spec.volumes ?? []) await requireOwn.volume(volume);
      const body = createBody(spec, await connection.apiVersion());
      const query = { name: spec.name };
      return Created.parse(await connection.call('POST', '/containers/create', { query, body })).Id;
    },
    async start(idOrName) {
      const { id } = await ours(idOrName);
      await connection.call('POST', `${pathOf(id)}/start`, { deadlineMs: START_DEADLINE_MS });
    },
    async stop(idOrName, timeoutSeconds = STOP_SECONDS) {
      const info = await find(idOrName);
      if (!info) return;
      const deadlineMs = timeoutSeconds * 1000 + STOP_MARGIN_MS;
      const query = { t: timeoutSeconds };
      await absentIsFine(connection.call('POST', `${pathOf(info.id)}/stop`, { query, deadlineMs }));
    },
    async kill(idOrName) {
      const { id } = await ours(idOrName);
      await connection.call('POST', `${pathOf(id)}/kill`);
    },
    async pause(idOrName) {
      const { id, state, name } = await ours(idOrName);
      if (state === 'paused') return;
      if (state !== 'running') throw new EngineError('notRunning', `container ${name} is ${state}`, 409);
      for (let tries = 1; ; tries += 1) {
        try {
          return void (await connection.call('POST', `${pathOf(id)}/pause`));
        } catch (error) {
          const isBusy = error instanceof EngineError && /unable to freeze/i.test(error.engineMessage);
          if (!isBusy || tries === PAUSE_TRIES) throw error;
        }
        await sleep(clock, PAUSE_AGAIN_MS);
      }
    },
    async unpause(idOrName) {
      const info = await find(idOrName);
      if (info?.state !== 'paused') return;
      await absentIsFine(connection.call('POST', `${pathOf(info.id)}/unpause`));
    },
    async guardPaused(idsOrNames, limitMs) {
      const infos = await Promise.all(idsOrNames.map(ours));
      return await startGuard(
        infos.map(({ id }) => id),
        limitMs,
      );
    },
    async remove(idOrName, force = false) {
      const info = await find(idOrName);
      if (!info) return;
      // With it go volumes without a name, which an image has made for itself; what has a name stays.
      const query = { force, v: true };
      const deadlineMs = START_DEADLINE_MS;
      await absentIsFine(connection.call('DELETE', pathOf(info.id), { query, deadlineMs }));
    },
    async rename(idOrName, name) {
      const { id } = await ours(idOrName);
      await connection.call('POST', `${pathOf(id)}/rename`, { query: { name } });
    },
    async putFiles(idOrName, files) {
      const { id } = await ours(idOrName);
      await putFiles(connection, id, files);
    },
    async getFile(idOrName, path) {
      const { id } = await ours(idOrName);
      return await getFile(connection, id, path);
    },
    async *readArchive(idOrName, path, signal) {
      if (signal?.aborted) throw new EngineError('cancelled', 'cancelled');
      const { id } = await ours(idOrName);
      yield* readArchive(connection, id, path, signal);
    },
    async writeArchive(idOrName, path, tar, signal) {
      const { id } = await ours(idOrName);
      await writeArchive(connection, id, path, tar, signal);
    },
    async waitExit(idOrName, signal) {
      if (signal?.aborted) throw new EngineError('cancelled', 'cancelled');
      const { id, exitCode } = await ours(idOrName);
      return exitCode ?? (await waitExit(connection, id, () => find(id), signal));
    },
    async *logs(idOrName, options) {
      if (options.signal?.aborted) return;
      const { id } = await ours(idOrName);
      yield* readLogs(connection, clock, id, options, () => find(id));
    },
    async *stats(idOrName, signal) {
      if (signal.aborted) return;
      const { id } = await ours(idOrName);
      yield* readStats(connection, id, signal);
    },
    async exec(idOrName, command, signal) {
      const { id } = await ours(idOrName);
      return await runExec(connection, id, command, signal);
    },
  };
}

function pathOf(idOrName: string): string {
  return `/containers/${encodeURIComponent(idOrName)}`;
}

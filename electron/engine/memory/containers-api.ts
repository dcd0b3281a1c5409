import { type Clock, sleep } from '../../lib/clock';
import {
  type ContainerInfo,
  type EngineContainers,
  EngineError,
  type FileEntry,
  type StatsReading,
} from '../engine';
import { archiveOf, layOut } from './container-archive';
import type { ContainerFiles } from './container-files';
import type { ContainerStore, Entry } from './container-store';
import { type EngineGate, engineGone } from './engine-gate';
import { botOf, isOurs, requireOurs, serviceOf } from './ownership';

const LARGEST_READ = 16 * 1024 * 1024;
const STOP_SECONDS = 10;
const STATS_EVERY_MS = 1_000;
/** A plausible weight: programs in this process have none of their own. */
const MEMORY_BYTES = 64 * 1024 * 1024;
const CPUS = 0.01;

/** `EngineContainers` over the containers of a store. */
export function createContainersApi(store: ContainerStore, gate: EngineGate, clock: Clock): EngineContainers {
  const never = new AbortController().signal;
  return {
    list: (bot) =>
      gate.run(() =>
        store
          .all()
          .filter(({ spec }) => isOurs(spec.labels) && (bot === undefined || botOf(spec.labels) === bot))
          .map(infoOf),
      ),
    find: (idOrName) =>
      gate.run(() => {
        if (!store.find(idOrName)) return undefined;
        return infoOf(store.pick(idOrName));
      }),
    create: (spec) =>
      gate.run(() => {
        requireOurs(spec.labels, `container ${spec.name}`);
        const entry = store.create(structuredClone(spec));
        entry.announce('create');
        return entry.id;
      }),
    start: (id) => gate.run(() => store.pick(id).life.start()),
    stop: (id, timeoutSeconds = STOP_SECONDS) =>
      gate.run(async () => {
        if (store.find(id)) await store.pick(id).life.stop(timeoutSeconds * 1_000);
      }),
    kill: (id) => gate.run(() => store.pick(id).life.kill()),
    pause: (id) => gate.run(() => store.pick(id).life.pause()),
    unpause: (id) =>
      gate.run(() => {
        if (store.find(id)) store.pick(id).life.unpause();
      }),
    // Programs live in this process: none of them is left standing still when it is gone.
    guardPaused: (ids) =>
      gate.run(() => {
        for (const id of ids) store.pick(id);
        return { release: async () => {} };
      }),
    remove: (id, force = false) =>
      gate.run(async () => {
        if (store.find(id)) await store.pick(id).life.remove(force);
      }),
    rename: (id, name) =>
      gate.run(() => {
        const entry = store.pick(id);
        store.rename(entry, name);
        entry.announce('rename');
      }),
    putFiles: (id, files) =>
      gate.run(() => {
        const entry = store.pick(id);
        for (const file of files) refused(() => putFile(entry.files, file, clock.now() / 1_000));
      }),
    getFile: (id, path) =>
      gate.run(() => {
        const content = refused(() => store.pick(id).files.read(path)?.content);
        if (content && content.length > LARGEST_READ) {
          throw new EngineError('badRequest', `${path} is larger than 16 MiB`);
        }
        return content?.slice();
      }),
    async *readArchive(id, path, signal = never) {
      if (signal.aborted) throw cancelled();
      const { files } = await gate.run(() => store.pick(id));
      for await (const piece of refused(() => archiveOf(files, path))) {
        if (signal.aborted) throw cancelled();
        if (gate.away.get()) throw engineGone();
        yield piece;
      }
    },
    writeArchive: (id, path, tar, signal = never) =>
      gate.run(async () => {
        const { files } = store.pick(id);
        await cancellable(signal, () => layOut(files, path, tar)).catch((cause) =>
          refused(() => raise(cause)),
        );
      }),
    waitExit: (id, signal = never) =>
      gate.run(async (cut) => {
        const entry = store.pick(id);
        return cancellable(signal, () => entry.life.waitExit(AbortSignal.any([cut, signal])));
      }),
    async *logs(id, options) {
      yield* store.pick(id).log.read(options);
    },
    async *stats(id, signal) {
      if (gate.away.get()) throw engineGone();
      yield* readings(store.pick(id), signal, gate, clock);
    },
    exec: (id, command, signal = never) =>
      gate.run(async (cut) => {
        const entry = store.pick(id);
        if (entry.life.state.get() !== 'running')
          throw new EngineError('notRunning', `container ${id} is not running`, 409);
        const { exec } = entry.image.image;
        if (!exec) {
          const stderr = `exec: "${command[0]}": executable file not found in $PATH\n`;
          return { exitCode: 127, stdout: '', stderr };
        }
        return cancellable(signal, () => exec(entry.execHost, command, AbortSignal.any([cut, signal])));
      }),
  };
}

function infoOf({ id, name, spec, image, life, ports }: Entry): ContainerInfo {
  const { labels } = spec;
  return {
    id,
    name,
    image: spec.image,
    imageId: image.id,
    labels,
    bot: botOf(labels),
    service: serviceOf(labels),
    ...life.life(),
    ports,
  };
}

function putFile(
  files: ContainerFiles,
  { path, content, mode = 0o644, uid = 0, gid = 0 }: FileEntry,
  modifiedAt: number,
): void {
  if (path.split('/').includes('..')) throw new EngineError('badRequest', `path climbs: ${path}`);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
  files.write(path, { content: bytes, mode, uid, gid, modifiedAt });
}

function raise(cause: unknown): never {
  throw cause;
}

function cancelled(): EngineError {
  return new EngineError('cancelled', 'context canceled');
}

/** Turns the file system's own errors into the engine's. */
function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof EngineError || !(cause instanceof Error)) throw cause;
    const isFull = 'code' in cause && cause.code === 'ENOSPC';
    throw new EngineError(isFull ? 'diskFull' : 'badRequest', cause.message, isFull ? 500 : 400, { cause });
  }
}

/** Rejects with `cancelled` as soon as `signal` aborts. */
async function cancellable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw cancelled();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(cancelled());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function* readings(
  entry: Entry,
  signal: AbortSignal,
  gate: EngineGate,
  clock: Clock,
): AsyncGenerator<StatsReading> {
  const over = new AbortController();
  const unsubscribe = [
    entry.life.state.subscribe(() => over.abort()),
    gate.away.subscribe(() => over.abort()),
  ];
  const either = AbortSignal.any([signal, over.signal]);
  try {
    while (entry.life.run() && !either.aborted) {
      await sleep(clock, STATS_EVERY_MS, either).catch(() => {});
      const run = entry.life.run();
      if (either.aborted || !run) break;
      const at = clock.now();
      const upMs = at - (entry.life.life().startedAt ?? at);
      yield {
        at,
        cpus: CPUS,
        cpuMs: upMs * CPUS,
        memoryBytes: MEMORY_BYTES,
        ...run.traffic(),
        readBytes: 0,
        writtenBytes: 0,
      };
    }
    if (gate.away.get() && !signal.aborted) throw engineGone();
  } finally {
    for (const each of unsubscribe) each();
  }
}

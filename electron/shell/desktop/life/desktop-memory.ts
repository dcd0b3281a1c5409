import { z } from 'zod';
import { BotId } from '../../../contract/ids';
import { readFileIfAny, writeFileAtomic } from '../../../lib/atomic-file';
import { createQueue } from '../../../lib/queue';

const WindowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean().default(false),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

/** What is said once in the life of an installation. */
const Told = z.enum(['stillHere', 'noTrayHost', 'trayFailed']);
export type Told = z.infer<typeof Told>;

const Memory = z.object({
  /** By the name of a set of screens. */
  windows: z.record(z.string(), WindowPlace).default({}).catch({}),
  told: z.array(Told).default([]).catch([]),
  /** Stopped with BotPier, to be started with it. */
  stoppedOnQuit: z.array(BotId).default([]).catch([]),
});
export type DesktopMemory = z.infer<typeof Memory>;

/** What the desktop shell keeps for itself; no setting, and no loss when it is gone. */
export interface DesktopMemoryFile {
  get(): DesktopMemory;
  /** Resolves once it is on disk; a disk that does not take it is told to `onFailure` only. */
  update(change: (memory: DesktopMemory) => DesktopMemory): Promise<void>;
  /** True the first time. */
  tellOnce(what: Told): boolean;
}

/** Reads `path`; what is not understood in it is forgotten. */
export async function openDesktopMemory(
  path: string,
  onFailure: (cause: unknown) => void,
): Promise<DesktopMemoryFile> {
  const queue = createQueue();
  const found = Memory.safeParse(parse(await readFileIfAny(path).catch(() => undefined)));
  let memory = found.data ?? Memory.parse({});

  const update: DesktopMemoryFile['update'] = (change) => {
    memory = change(memory);
    const text = `${JSON.stringify(memory)}\n`;
    return queue.run(() => writeFileAtomic(path, text)).catch(onFailure);
  };
  return {
    get: () => memory,
    update,
    tellOnce(what) {
      if (memory.told.includes(what)) return false;
      void update((before) => ({ ...before, told: [...before.told, what] }));
      return true;
    },
  };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return undefined;
  }
}

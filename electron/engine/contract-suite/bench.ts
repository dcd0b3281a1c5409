import { expect } from 'vitest';
import { BotId } from '../../contract/ids';
import { type CreateContainer, EngineError, type EngineErrorKind, LABELS, type LogLine } from '../engine';
import type { EngineFixture, Run } from './fixture';

/** The fixture plus what every topic of the suite needs. */
export interface Bench {
  fixture: EngineFixture;
  bot: BotId;
  labels: Record<string, string>;
  /** A name no other test uses. */
  name(stem: string): string;
  create(run: Run, extra?: Partial<CreateContainer>): Promise<string>;
  /** Creates and starts. */
  run(run: Run, extra?: Partial<CreateContainer>): Promise<string>;
  /** All lines logged so far, as text. */
  logged(id: string): Promise<string[]>;
  clean(): Promise<void>;
}

export function createBench(fixture: EngineFixture): Bench {
  const bot = freshBot();
  const labels = { [LABELS.bot]: bot };
  const { engine } = fixture;
  let count = 0;
  const name = (stem: string) => `botpier-${bot}-${stem}-${++count}`;

  async function create(run: Run, extra: Partial<CreateContainer> = {}): Promise<string> {
    return engine.containers.create({ name: name('c'), labels, ...run, ...extra });
  }

  return {
    fixture,
    bot,
    labels,
    name,
    create,
    async run(run, extra) {
      const id = await create(run, extra);
      await engine.containers.start(id);
      return id;
    },
    async logged(id) {
      return (await all(engine.containers.logs(id, { follow: false }))).map((line) => line.text);
    },
    async clean() {
      for (const container of await engine.containers.list())
        await engine.containers.remove(container.id, true);
      for (const network of await engine.networks.list()) await engine.networks.remove(network.name);
      for (const volume of await engine.volumes.list()) await engine.volumes.remove(volume.name);
    },
  };
}

export function freshBot(): BotId {
  return BotId.parse(Math.random().toString(36).slice(2).padEnd(8, '0').slice(0, 8));
}

/** Fails unless `work` rejects with an EngineError of that kind; answers the error. */
export async function refusal(kind: EngineErrorKind, work: Promise<unknown>): Promise<EngineError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a refusal (${kind}), got ${String(outcome.value)}`);
  expect(outcome.error).toBeInstanceOf(EngineError);
  const error = outcome.error as EngineError;
  expect(error.kind, error.message).toBe(kind);
  return error;
}

/** Reads until `enough` says so or the source ends; lets go of the source. */
export async function take<T>(source: AsyncIterable<T>, enough: (items: T[]) => boolean): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) {
    items.push(item);
    if (enough(items)) break;
  }
  return items;
}

/** Reads to the end. */
export function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  return take(source, () => false);
}

export function texts(lines: readonly LogLine[]): string[] {
  return lines.map((line) => line.text);
}

/** `line 1` … `line <count>`, as `programs.lines` logs them. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`);
}

export const patient = { timeout: 20_000, interval: 50 };

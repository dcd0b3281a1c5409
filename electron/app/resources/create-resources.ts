import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import type { Engine, EngineInfo } from '../../engine/engine';
import type { Clock } from '../../lib/clock';
import type { Readable } from '../../lib/value';
import type { BotRuntime } from '../bot/bot-runtime';
import { type CleanUpInput, cleanUp, diskUse, listCleanUp } from './clean-up';
import { followLive } from './follow-live';
import { limitMemory, memoryLimits } from './memory-limits';
import { createRecorder } from './recorder';
import type { ResourceCalls } from './resource-calls';
import { runsOf } from './runs';
import { capWslMemory, uncapWslMemory, type WslHost, wslMemory } from './wsl-memory';

export interface ResourcesInput {
  bots: Readable<readonly Bot[]>;
  /** @throws AppError `unknownBot`. */
  runtime: (bot: BotId) => BotRuntime;
  running: () => { engine: Engine; info: EngineInfo } | undefined;
  /** Hears when something about the bots' containers may have changed. */
  onChange: (listener: () => void) => () => void;
  mirrors: () => readonly string[];
  clock: Clock;
  dir: string;
  log: (text: string) => void;
  lookOnly: boolean;
  /** Where containers run in WSL. */
  wsl: WslHost | undefined;
}

/** What services take, what lies on the disk, and what may be taken. */
export function createResources(input: ResourcesInput): { calls: ResourceCalls; close(): Promise<void> } {
  const { runtime, running, clock, dir, log, lookOnly } = input;
  const engine = () => running()?.engine;
  const runtimes = () => input.bots.get().map(({ id }) => runtime(id));
  const recorder = createRecorder({
    bots: input.bots,
    runsOf: (bot) => runsOf(runtime(bot)),
    engine,
    clock,
    dir,
    log,
    lookOnly,
  });
  const things: CleanUpInput = {
    engine() {
      const at = engine();
      if (!at) throw new AppError('engineUnavailable');
      return at;
    },
    bots: runtimes,
    mirrors: input.mirrors,
    dir,
    log,
  };
  const change = () => {
    if (lookOnly) throw new AppError('notAllowed');
  };
  const wslHost = () => {
    if (!input.wsl) throw new AppError('notAllowed');
    return input.wsl;
  };
  return {
    calls: {
      live: (bot, signal) => {
        const at = runtime(bot);
        return followLive({ runs: () => runsOf(at), engine, onChange: input.onChange, clock, signal });
      },
      history: async (bot) => recorder.history(runtime(bot).record.get().id),
      disk: () => diskUse(things),
      listCleanUp: () => listCleanUp(things),
      async cleanUp(ticked) {
        change();
        return cleanUp(things, ticked);
      },
      limits: async (bot) => memoryLimits(runtime(bot), running()?.info.memoryBytes),
      async limitMemory(bot, service, bytes) {
        change();
        await limitMemory(runtime(bot), running()?.info.memoryBytes, service, bytes);
      },
      wsl: async () => (input.wsl ? wslMemory(input.wsl) : null),
      async capWsl(bytes) {
        change();
        await capWslMemory(wslHost(), bytes);
      },
      async uncapWsl() {
        change();
        await uncapWslMemory(wslHost());
      },
    },
    close: recorder.close,
  };
}

import type { Clock } from '../../lib/clock';
import { createValue, type Readable } from '../../lib/value';
import { type ContainerInfo, EngineError, type EngineEvent } from '../engine';
import type { ProgramRun } from './program-run';
import type { PublishedPort } from './published-port';

type Action = Extract<EngineEvent, { kind: 'container' }>['action'];
type State = ContainerInfo['state'];

/** What a container does to the world around it. */
export interface ContainerWorld {
  clock: Clock;
  restarts: boolean;
  /** Throws the EngineError with which a start is refused. */
  checkStart(): void;
  canFreeze(): boolean;
  publish(target: (containerPort: number) => number | undefined): Promise<PublishedPort[]>;
  run(): ProgramRun;
  emit(action: Action, exitCode?: number): void;
  /** Called once, when the container is gone. */
  onRemoved(): void;
}

/** A container's life, with states, exit codes and restarts as Docker has them. */
export interface MemoryContainer {
  readonly state: Readable<State>;
  life(): Omit<ContainerInfo, 'id' | 'name' | 'image' | 'imageId' | 'labels' | 'bot' | 'service' | 'ports'>;
  run(): ProgramRun | undefined;
  start(): Promise<void>;
  stop(timeoutMs: number): Promise<void>;
  kill(): Promise<void>;
  pause(): void;
  unpause(): void;
  /** Ends the program by itself, so that the restart policy applies. Nothing happens unless it runs. */
  crash(exitCode: number, outOfMemory?: boolean): Promise<void>;
  /** The engine's own death took it along: it stays down. */
  orphan(): Promise<void>;
  remove(force: boolean): Promise<void>;
  /** Resolves with the exit code once it has run and runs no more. */
  waitExit(signal: AbortSignal): Promise<number>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 60_000;
/** A run this long makes the next pause short again. */
const GOOD_RUN_MS = 10_000;
const KILLED = 137;

export function createMemoryContainer(world: ContainerWorld): MemoryContainer {
  const { clock } = world;
  const state = createValue<State>('created');
  const gone = new AbortController();
  let exitCode: number | undefined;
  let error: string | undefined;
  let oomKilled = false;
  let startedAt: number | undefined;
  let finishedAt: number | undefined;
  let restartCount = 0;
  let pauseMs = 0;
  let staysDown = false;
  let run: ProgramRun | undefined;
  let launching: Promise<void> | undefined;
  let portsFree: Promise<unknown> = Promise.resolve();
  let cancelRestart = () => {};

  async function launch(): Promise<void> {
    error = undefined;
    let published: PublishedPort[];
    try {
      world.checkStart();
      await portsFree;
      published = await world.publish((port) => run?.listening.get(port));
    } catch (cause) {
      const refused = cause instanceof EngineError ? cause : new EngineError('unknown', String(cause), 500);
      error = refused.engineMessage;
      exitCode = refused.kind === 'badCommand' ? 127 : 128;
      if (state.get() === 'restarting') state.set('exited');
      throw refused;
    }
    const current = world.run();
    run = current;
    startedAt = clock.now();
    exitCode = undefined;
    oomKilled = false;
    state.set('running');
    world.emit('start');
    void current.exited.then((code) => {
      portsFree = Promise.all(published.map((port) => port.close()));
      onExit(code);
    });
  }

  function onExit(code: number): void {
    run = undefined;
    exitCode = code;
    finishedAt = clock.now();
    if (world.restarts && !staysDown) {
      const isGoodRun = finishedAt - (startedAt ?? 0) >= GOOD_RUN_MS;
      pauseMs = isGoodRun || pauseMs === 0 ? FIRST_PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      restartCount += 1;
      // A start that is refused is told by `error`; as with Docker, nobody is there to hear it.
      cancelRestart = clock.after(pauseMs, () => void begin().catch(() => {}));
      state.set('restarting');
    } else {
      state.set('exited');
    }
    world.emit('die', code);
  }

  function begin(): Promise<void> {
    launching ??= launch().finally(() => {
      launching = undefined;
    });
    return launching;
  }

  /** Ends whatever goes on, for good. Answers whether there was anything to end. */
  async function halt(end: (current: ProgramRun) => void): Promise<boolean> {
    await launching?.catch(() => {});
    staysDown = true;
    cancelRestart();
    const current = run;
    if (!current) {
      const waited = state.get() === 'restarting';
      if (waited) state.set('exited');
      return waited;
    }
    // As with Docker, a signal lets it go on.
    unpause();
    end(current);
    await current.exited;
    await portsFree;
    return true;
  }

  function unpause(): void {
    if (state.get() !== 'paused') return;
    state.set('running');
    world.emit('unpause');
    run?.thaw();
  }

  const isUp = () => launching !== undefined || run !== undefined || state.get() === 'restarting';
  return {
    state,
    run: () => run,
    life: () => ({
      state: state.get(),
      exitCode,
      error,
      oomKilled,
      startedAt,
      finishedAt,
      restartCount,
    }),
    async start() {
      if (launching) return launching;
      if (isUp()) return;
      gone.signal.throwIfAborted();
      restartCount = 0;
      pauseMs = 0;
      staysDown = false;
      return begin();
    },
    async stop(timeoutMs) {
      let cancel = () => {};
      const ended = await halt((current) => {
        current.terminate();
        cancel = clock.after(timeoutMs, () => current.kill(KILLED));
      });
      cancel();
      if (ended) world.emit('stop');
    },
    async kill() {
      if (!(await halt((current) => current.kill(KILLED)))) {
        throw new EngineError('notRunning', 'Cannot kill container: it is not running', 409);
      }
    },
    pause() {
      if (state.get() === 'paused') return;
      if (!run || state.get() !== 'running')
        throw new EngineError('notRunning', 'Container is not running', 409);
      if (!world.canFreeze())
        throw new EngineError(
          'noFreezer',
          'cannot toggle freezer: cgroups not configured for container',
          500,
        );
      run.freeze();
      state.set('paused');
      world.emit('pause');
    },
    unpause,
    async crash(code, outOfMemory = false) {
      const current = run;
      if (!current) return;
      if (outOfMemory) world.emit('oom');
      oomKilled = outOfMemory;
      current.kill(code);
      await current.exited;
    },
    async orphan() {
      await halt((current) => current.kill(143));
    },
    async remove(force) {
      if (isUp() && !force) {
        throw new EngineError('inUse', 'You cannot remove a running container: stop it first', 409);
      }
      if (gone.signal.aborted) return;
      gone.abort(new EngineError('notFound', 'No such container', 404));
      await halt((current) => current.kill(KILLED));
      world.onRemoved();
      world.emit('destroy');
    },
    waitExit(signal) {
      return new Promise((resolve, reject) => {
        const either = AbortSignal.any([signal, gone.signal]);
        const settle = () => {
          if (!either.aborted && state.get() !== 'exited') return;
          unsubscribe();
          either.removeEventListener('abort', settle);
          if (either.aborted) reject(either.reason);
          else resolve(exitCode ?? 0);
        };
        const unsubscribe = state.subscribe(settle);
        either.addEventListener('abort', settle);
        settle();
      });
    },
  };
}

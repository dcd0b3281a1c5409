import type { Engine, EngineHost } from '../engine/engine';

/** An engine host whose calls a test can watch, hold, refuse, or cut off as a kill of the app would. */
export interface TestingHost extends EngineHost {
  /** Called before each unary call, e.g. `containers.create`: the call waits for it and fails with it. */
  before: (call: string, args: readonly unknown[]) => void | Promise<void>;
  /** Called after each; a call that is held here was carried out, and its caller does not know. */
  after: (call: string) => void | Promise<void>;
  /** From now on no call goes through. */
  cut(): void;
}

const GROUPS = ['images', 'containers', 'networks', 'volumes'] as const;
const STREAMS = new Set(['logs', 'stats', 'readArchive']);

/** What changes something at the engine. */
export const CHANGES =
  /^(images\.(pull|tag|remove)|containers\.(create|start|stop|kill|remove|rename|putFiles|writeArchive|pause|unpause|exec)|(networks|volumes)\.(ensure|remove))$/;

export function createTestingHost(host: EngineHost): TestingHost {
  let isCut = false;
  const wrapped = new Map<Engine, Engine>();

  function wrap(engine: Engine): Engine {
    const groups = GROUPS.map((group) => [
      group,
      Object.fromEntries(
        Object.entries(engine[group]).map(([name, call]) => [
          name,
          // Looked up anew each time, so that a test may put its own in its place.
          STREAMS.has(name)
            ? (...args: unknown[]) => Reflect.get(engine[group], name)(...args)
            : watched(`${group}.${name}`, call as never),
        ]),
      ),
    ]);
    return { ...engine, ...Object.fromEntries(groups) };
  }

  function watched(call: string, act: (...args: unknown[]) => Promise<unknown>) {
    const refuse = () => {
      if (isCut) throw new Error('the app was killed');
    };
    return async (...args: unknown[]) => {
      refuse();
      await testing.before(call, args);
      refuse();
      const result = await act(...args);
      refuse();
      await testing.after(call);
      refuse();
      return result;
    };
  }

  const testing: TestingHost = {
    before: () => {},
    after: () => {},
    cut() {
      isCut = true;
    },
    async probe(endpoint, signal) {
      const found = await host.probe(endpoint, signal);
      if (found.kind !== 'running') return found;
      const engine = wrapped.get(found.engine) ?? wrap(found.engine);
      wrapped.set(found.engine, engine);
      return { ...found, engine };
    },
    start: (signal) => host.start(signal),
  };
  return testing;
}

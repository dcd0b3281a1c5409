import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { Bot } from '../../contract/bot';
import type { LoginState } from '../../contract/login';
import { type Clock, systemClock } from '../../lib/clock';
import { createValue, type Readable } from '../../lib/value';
import { createTestMachine, type RunOptions, type TestRun } from '../../rehearsal/create-test-host';
import { createMessengerProgram } from '../../rehearsal/messenger/create-messenger-program';
import { FAST_TIMINGS, type MessengerOptions } from '../../rehearsal/messenger/messenger-options';
import type { MessengerConnection } from '../roles';
import { createConnector } from './connection';
import { napcat } from './service';

export const SECRETS = { webui: 'W'.repeat(32), bridge: 'B'.repeat(32), monitor: 'M'.repeat(32) };
const BOT = Bot.parse({
  id: 'abcd1234',
  name: '小码',
  createdAt: 1,
  device: { mac: '02:00:00:00:00:01', hostname: 'lin-home-pc', machineId: '0'.repeat(32) },
});

/** Resolves with the first value, now or later, that fits. */
export function until<T, S extends T>(readable: Readable<T>, fits: (value: T) => value is S): Promise<S>;
export function until<T>(readable: Readable<T>, fits: (value: T) => boolean): Promise<T>;
export function until<T>(readable: Readable<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const check = (value: T) => {
      if (!fits(value)) return;
      stop();
      resolve(value);
    };
    const stop = readable.subscribe(check);
    check(readable.get());
  });
}

type State<K extends LoginState['kind']> = Extract<LoginState, { kind: K }>;
/** Whether a state is of that kind. */
export const is =
  <K extends LoginState['kind']>(kind: K) =>
  (state: LoginState): state is State<K> =>
    state.kind === kind;

/** Every `factor` ms of its time pass in one. */
export function createHurriedClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * factor,
    after: (ms, run) => systemClock.after(ms / factor, run),
  };
}

/** A published port: it is there whether or not something listens behind it, as with a container. */
async function publish(target: () => number | undefined): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((front) => {
    const port = target();
    sockets.add(front);
    front.on('error', () => {});
    front.on('close', () => sockets.delete(front));
    if (port === undefined) return void front.resetAndDestroy();
    const back = dial(port, '127.0.0.1');
    back.on('error', () => front.resetAndDestroy());
    back.on('close', () => front.destroy());
    front.on('close', () => back.destroy());
    front.pipe(back).pipe(front);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

interface RigOptions extends MessengerOptions {
  clock?: Clock;
  /** Other than those the container was made with. */
  secrets?: Partial<typeof SECRETS>;
  /** Where it is to dial the brain; without, the brain dials. */
  brainUrl?: string;
  /** Where other containers are; throws for a name that nobody has. */
  names?: RunOptions['names'];
}

/** A simulated NapCat, made as the definition says, and connections to it. */
export async function createRig({
  clock = createHurriedClock(5),
  secrets,
  brainUrl,
  names,
  ...options
}: RigOptions = {}) {
  const machine = createTestMachine(clock);
  const { program, controls } = createMessengerProgram({ timings: FAST_TIMINGS, ...options });
  const ports = {
    webui: await publish(() => machine.port(6099)),
    monitor: await publish(() => machine.port(3002)),
  };
  const connector = createConnector();
  /** When somebody tried to sign in to the web API, in the clock's time. */
  const signIns: number[] = [];
  /** Paths of the web API that gave an answer, oldest first. */
  const answered = createValue<readonly string[]>([]);
  const logListeners = new Set<(line: string) => void>();
  let account: string | undefined;
  let run: TestRun | undefined;

  const rig = {
    machine,
    controls,
    signIns,
    answered,
    say: (line: string) => {
      for (const listener of logListeners) listener(line);
    },
    /** Writes the files of the definition and starts the container. */
    start() {
      const definition = napcat.define({
        bot: { ...BOT, account },
        ports,
        secrets: SECRETS,
        bridge: {
          dials: brainUrl === undefined ? 'brain' : 'messenger',
          url: brainUrl ?? napcat.bridge.url,
          token: SECRETS.bridge,
        },
        network: { pluginRegistry: '', proxy: '' },
        model: undefined,
      });
      for (const { path, content, merge } of definition.files)
        machine.files.set(path, merge ? merge(machine.files.get(path)) : content);
      run = machine.run(program, {
        env: { ...definition.env },
        ...(names ? { names } : {}),
        onLine: rig.say,
      });
    },
    async stop() {
      await run?.stop();
      run = undefined;
    },
    remember(uin: string | undefined) {
      account = uin;
    },
    connect(): MessengerConnection {
      const connection = connector(
        {
          ports,
          secrets: { ...SECRETS, ...secrets },
          clock,
          async fetch(input, init) {
            const path = new URL(String(input)).pathname.slice('/api'.length);
            if (path === '/auth/login' && init?.body !== '{}') signIns.push(clock.now());
            const response = await fetch(input, init);
            answered.set([...answered.get(), path]);
            return response;
          },
          log: () => {},
          logs(listener) {
            logListeners.add(listener);
            return () => void logListeners.delete(listener);
          },
        },
        account,
        brainUrl,
      );
      onTestFinished(() => connection.close());
      return connection;
    },
    /** From the first code to the monitor's greeting. */
    async signIn(connection: MessengerConnection, uin?: string) {
      await until(connection.login, is('waitingScan'));
      controls.confirm(uin);
      const online = await until(connection.login, is('online'));
      await until(connection.monitor, ({ kind }) => kind === 'connected');
      return online;
    },
  };
  onTestFinished(() => rig.stop());
  return rig;
}

export async function createOnlineRig(options: RigOptions = {}) {
  const rig = await createRig(options);
  rig.start();
  const connection = rig.connect();
  await rig.signIn(connection);
  // From now on it signs in by itself whenever it starts.
  await until(rig.answered, (paths) => paths.includes('/QQLogin/SetQuickLoginQQ'));
  return { ...rig, connection };
}

/** Every state that a readable goes through. */
export function record<T>(readable: Readable<T>): T[] {
  const seen = [readable.get()];
  onTestFinished(readable.subscribe((value) => seen.push(value)));
  return seen;
}

/** The web API as NapCat's own panel uses it. */
export async function openPanel(port: number) {
  const post = async (path: string, body: object, credential = '') => {
    const response = await fetch(`http://127.0.0.1:${port}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${credential}` },
      body: JSON.stringify(body),
    });
    const { data } = (await response.json()) as { data: unknown };
    return data;
  };
  const hash = createHash('sha256').update(`${SECRETS.webui}.napcat`).digest('hex');
  const { Credential } = (await post('/auth/login', { hash })) as { Credential: string };
  return (path: string, body: object = {}) => post(path, body, Credential);
}

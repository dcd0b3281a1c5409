import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../lib/clock';
import { createTestMachine, type TestRun } from '../../rehearsal/create-test-host';
import { createKeyPoolProgram, type KeyPoolControls } from '../../rehearsal/key-pool/create-key-pool-program';
import { closeServer } from '../../rehearsal/lifetime';
import { createModelServer, type ModelControls } from '../../rehearsal/model/create-model-server';
import { magicFault } from '../../rehearsal/model/magic-keys';
import type { KeyPoolConnection, KeyPoolReport, KeyPoolWish } from '../key-pool-role';
import type { ServiceAccess } from '../roles';
import { connect } from './client';
import { poolEnv, poolSecretsEnv } from './config';

export const TOKENS = { admin: 'a'.repeat(32), client: 'c'.repeat(32) };
export const MODEL = 'harbour-keeper';

/** The double of the pool before a toy provider, on loopback. */
export interface TestPool extends AsyncDisposable {
  readonly upstream: ModelControls;
  readonly upstreamServer: Server;
  readonly controls: KeyPoolControls;
  readonly files: Map<string, string>;
  readonly log: string[];
  readonly origin: string;
  /** Where the provider is. */
  readonly baseUrl: string;
  /** Starts it, with the environment that BotPier gives it where no other is given; resolves once it listens. */
  start(env?: Record<string, string>): Promise<void>;
  stop(): Promise<number>;
  connect(wish: Partial<KeyPoolWish>): KeyPoolConnection;
  fetch(
    path: string,
    init?: RequestInit,
  ): Promise<{ status: number; body: unknown; location: string | null }>;
}

export async function createTestPool(): Promise<TestPool> {
  const upstream = createModelServer({ clock: systemClock, faultOfKey: magicFault });
  await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(upstream.server.address() as AddressInfo).port}/v1beta`;
  const machine = createTestMachine(systemClock);
  const { program, controls } = createKeyPoolProgram({ startMs: 0, stopMs: 0 });
  const connections: KeyPoolConnection[] = [];
  let run: TestRun | undefined;
  const pool: TestPool = {
    upstream: upstream.controls,
    upstreamServer: upstream.server,
    controls,
    files: machine.files,
    log: machine.log,
    baseUrl,
    get origin() {
      return `http://127.0.0.1:${machine.port(8000)}`;
    },
    async start(env) {
      machine.files.set('/etc/botpier/pool.env', poolSecretsEnv(TOKENS));
      const args = env
        ? []
        : ['sh', '-c', 'set -a; . /etc/botpier/pool.env; set +a; exec uvicorn app.main:app'];
      const listening = Promise.withResolvers<void>();
      const onLine = (line: string) => {
        if (line.includes('Uvicorn running')) listening.resolve();
      };
      run = machine.run(program, { env: env ?? poolEnv(), args, onLine });
      await Promise.race([listening.promise, run.exited]);
    },
    stop: async () => (await run?.stop()) ?? 0,
    connect(wish) {
      const access: ServiceAccess = {
        ports: { api: machine.port(8000) ?? 0 },
        secrets: TOKENS,
        clock: systemClock,
        fetch,
        log: () => undefined,
      };
      const connection = connect(access, {
        keys: [],
        baseUrl,
        proxies: [],
        maxRetries: 3,
        maxFailures: 3,
        testModel: MODEL,
        ...wish,
      });
      connections.push(connection);
      return connection;
    },
    async fetch(path, init) {
      const response = await fetch(`${pool.origin}${path}`, { redirect: 'manual', ...init });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return {
        status: response.status,
        body: isJson ? JSON.parse(text) : text,
        location: response.headers.get('location'),
      };
    },
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.close();
      await run?.stop();
      await closeServer(upstream.server);
    },
  };
  return pool;
}

/** Resolves with the first report that fits. */
export function untilReport<T extends KeyPoolReport>(
  connection: KeyPoolConnection,
  fits: (report: KeyPoolReport) => report is T,
): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      const report = connection.report.get();
      if (fits(report)) {
        unsubscribe();
        resolve(report);
      }
    };
    const unsubscribe = connection.report.subscribe(look);
    look();
  });
}

type Up = Extract<KeyPoolReport, { kind: 'up' }>;

export const isUp = (report: KeyPoolReport): report is Up => report.kind === 'up';
export const isAsWished = (report: KeyPoolReport): report is Up =>
  isUp(report) && report.config.kind === 'ok';

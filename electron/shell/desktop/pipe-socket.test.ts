import { expect, test } from 'vitest';
import { createRpcConnection } from '../rpc-connection';
import { createStillApp } from '../still-app';
import { connectPipe } from './pipe-socket';

function connect() {
  const still = createStillApp();
  const watchers = new Set<object>();
  const app = {
    ...still,
    view: {
      ...still.view,
      subscribe(listener: Parameters<typeof still.view.subscribe>[0]) {
        const unsubscribe = still.view.subscribe(listener);
        watchers.add(unsubscribe);
        return () => {
          watchers.delete(unsubscribe);
          unsubscribe();
        };
      },
    },
  };
  const failures: unknown[] = [];
  const answers: unknown[] = [];
  const waiting: (() => void)[] = [];
  const socket = connectPipe(
    createRpcConnection(
      async () => app,
      (cause) => failures.push(cause),
    ),
    (text) => {
      answers.push(text === 'PONG' ? text : JSON.parse(text));
      for (const wake of waiting.splice(0)) wake();
    },
  );
  const ask = (message: object) => socket.take(JSON.stringify(message));
  const answered = async (count: number) => {
    while (answers.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    return answers;
  };
  return { watchers, socket, ask, answered, failures };
}

test('a call is answered over the pipe', async () => {
  const { ask, answered } = connect();
  ask({ id: 1, method: 'query', params: { path: 'view' } });
  expect(await answered(1)).toMatchObject([{ id: 1, result: { data: { version: '0.0.0' } } }]);
});

test('a refused call comes back as its code', async () => {
  const { ask, answered, failures } = connect();
  ask({ id: 1, method: 'mutation', params: { path: 'engine.look' } });
  expect(await answered(1)).toMatchObject([{ id: 1, error: { data: { code: 'notAllowed' } } }]);
  expect(failures).toEqual([]);
});

test('text that is no call is answered as an error', async () => {
  const { socket, answered } = connect();
  socket.take('nonsense');
  expect(await answered(1)).toMatchObject([{ id: null, error: {} }]);
});

test('a keep-alive is answered', async () => {
  const { socket, answered } = connect();
  socket.take('PING');
  expect(await answered(1)).toEqual(['PONG']);
});

test('after the page went nothing is watched any more', async () => {
  const { watchers, socket, ask, answered } = connect();
  ask({ id: 1, method: 'subscription', params: { path: 'watch' } });
  await answered(2);
  expect(watchers.size).toBe(1);
  socket.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(watchers.size).toBe(0);
});

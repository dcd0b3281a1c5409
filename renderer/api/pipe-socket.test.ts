import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { expect, test } from 'vitest';
import type { AppRouter } from '../../electron/app/router';
import { PipeSocket } from './pipe-socket';

/** A pipe whose other end answers every `view` query with a version. */
function echoPipe() {
  const listeners = new Set<(text: string) => void>();
  const sent: string[] = [];
  return {
    sent,
    listeners,
    send(text: string) {
      sent.push(text);
      if (text === 'PONG') return;
      const { id } = JSON.parse(text) as { id: number };
      const answer = JSON.stringify({ id, result: { type: 'data', data: { version: '1.2.3' } } });
      queueMicrotask(() => {
        for (const listener of listeners) listener(answer);
      });
    },
    receive(listener: (text: string) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

test('the tRPC client speaks through the pipe as through a socket, and lets go of it', async () => {
  const pipe = echoPipe();
  class Socket extends PipeSocket {
    constructor() {
      super(pipe);
    }
  }
  const transport = createWSClient({ url: 'ws://desktop', WebSocket: Socket as unknown as typeof WebSocket });
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: transport })] });

  expect(await client.view.query()).toEqual({ version: '1.2.3' });
  expect(pipe.sent).toHaveLength(1);
  await transport.close();
  expect(pipe.listeners.size).toBe(0);
});

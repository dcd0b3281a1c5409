import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from '@trpc/client';
import { WebSocket as NodeSocket } from 'ws';
import type { AppRouter } from '../../../electron/app/router';

export interface WebClient {
  calls: TRPCClient<AppRouter>;
  close(): Promise<void>;
}

/** Signs in as the page does, with the token in the printed URL, and speaks the calls over its WebSocket. */
export async function openWebClient(printedUrl: string): Promise<WebClient> {
  const { origin, host, hash } = new URL(printedUrl);
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ secret: hash.replace('#token=', '') }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the web shell answered ${answer.status} to its own token`);
  class SignedInSocket extends NodeSocket {
    constructor(address: string | URL) {
      super(address, { origin, headers: { cookie } });
    }
  }
  const transport = createWSClient({
    url: `ws://${host}/rpc`,
    WebSocket: SignedInSocket as unknown as typeof WebSocket,
  });
  return {
    calls: createTRPCClient<AppRouter>({ links: [wsLink({ client: transport })] }),
    close: () => transport.close(),
  };
}

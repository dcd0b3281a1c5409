import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, TRPCClientError, wsLink } from '@trpc/client';
import { createTRPCContext, createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { ErrorShape } from '../../electron/app/procedures';
import type { AppRouter } from '../../electron/app/router';
import { createTransport } from './transport';

export const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

export function createApi(transport = createTransport()) {
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: transport })] });
  const queries = new QueryClient({
    defaultOptions: {
      queries: { staleTime: Number.POSITIVE_INFINITY, retry: 2, refetchOnWindowFocus: false },
    },
  });
  // The first screen shows them; asked for now, they are there when it is drawn.
  const { stacks } = createTRPCOptionsProxy<AppRouter>({ client, queryClient: queries });
  void queries.prefetchQuery(stacks.offers.queryOptions());
  return { transport, client, queries };
}

export type Api = ReturnType<typeof createApi>;

/** The code of a refused call, to be shown in the user's language. */
export function refusalOf(error: unknown): ErrorShape {
  if (error instanceof TRPCClientError) {
    const data: unknown = error.data;
    if (typeof data === 'object' && data !== null && 'code' in data) return data as ErrorShape;
  }
  return { code: 'internal', params: {} };
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { RoutesSaved, RouteTable } from '../../electron/contract/routes';
import { useTRPC } from '../api/trpc';

/** The route table, saved whole at each change; the last change can be taken back. */
export function useRoutes(bot: BotId) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const table = useQuery({ ...trpc.gateway.routes.queryOptions({ bot }), refetchOnMount: 'always' });
  const { mutateAsync, ...saving } = useMutation(trpc.gateway.saveRoutes.mutationOptions());
  const [before, setBefore] = useState<RouteTable>();
  const key = trpc.gateway.routes.queryKey({ bot });

  /** With an error among the findings nothing was saved. Undefined: the call was refused, `error` says why. */
  async function save(next: RouteTable | undefined): Promise<RoutesSaved | undefined> {
    const old = table.data;
    try {
      const result = await mutateAsync({ bot, ...(next ? { routes: next } : {}) });
      if (!result.saved) return result;
      setBefore(old);
      await queries.invalidateQueries({ queryKey: key });
      return result;
    } catch {
      return undefined;
    }
  }

  return {
    table: table.data,
    saving: saving.isPending,
    result: saving.data,
    error: saving.error ?? table.error,
    save,
    undo: before && (() => void save(before).then(() => setBefore(undefined))),
  };
}

export type Routes = ReturnType<typeof useRoutes>;

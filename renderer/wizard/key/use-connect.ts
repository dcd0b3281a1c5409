import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { BotId } from '../../../electron/contract/ids';
import type { ModelCheck, Provider } from '../../../electron/contract/model';
import { useTRPC } from '../../api/trpc';
import { retryDelayMs } from './check-problem';

export interface KeyAttempt {
  provider: Provider;
  baseUrl: string;
  key: string;
  model: string | undefined;
}

/** `overtaken`: given up for a later key or by 不等了; whatever came of it is not shown. */
export type TryOutcome = 'works' | 'problem' | 'overtaken';

/** Tries keys live. The last attempt is kept in memory only, so that it can be tried again without pasting. */
export function useConnect(bot: BotId) {
  const trpc = useTRPC();
  const connect = useMutation(trpc.model.connect.mutationOptions());
  const choose = useMutation(trpc.model.choose.mutationOptions());
  const [check, setCheck] = useState<ModelCheck>();
  const [retryAt, setRetryAt] = useState<number>();
  const last = useRef<KeyAttempt>(undefined);
  const turn = useRef(0);
  const { mutateAsync } = connect;

  const tryKey = useCallback(
    async (attempt: KeyAttempt): Promise<TryOutcome> => {
      last.current = attempt;
      turn.current += 1;
      const mine = turn.current;
      setCheck(undefined);
      setRetryAt(undefined);
      const { provider, baseUrl, key, model } = attempt;
      try {
        const result = await mutateAsync({
          bot,
          provider: provider.id,
          baseUrl,
          key,
          ...(model ? { model } : {}),
        });
        // A later paste or 不等了 has overtaken this one.
        if (mine !== turn.current) return 'overtaken';
        setCheck(result);
        if (result.kind === 'problem' && result.problem === 'keyRateLimited')
          setRetryAt(Date.now() + retryDelayMs(result));
        return result.kind === 'ok' ? 'works' : 'problem';
      } catch {
        return 'problem';
      }
    },
    [bot, mutateAsync],
  );

  const again = useCallback(
    async (change: Partial<KeyAttempt> = {}): Promise<TryOutcome> =>
      last.current ? tryKey({ ...last.current, ...change }) : 'problem',
    [tryKey],
  );

  useEffect(() => {
    if (retryAt === undefined) return;
    const timer = setTimeout(() => void again(), Math.max(0, retryAt - Date.now()));
    return () => clearTimeout(timer);
  }, [retryAt, again]);

  return {
    check,
    retryAt,
    trying: connect.isPending && check === undefined,
    error: connect.error ?? choose.error,
    tryKey,
    again,
    forget() {
      turn.current += 1;
      setCheck(undefined);
      setRetryAt(undefined);
      connect.reset();
    },
    choosing: choose.isPending ? choose.variables.model : undefined,
    async chooseModel(model: string) {
      const result = await choose.mutateAsync({ bot, model });
      setCheck((before) =>
        result.kind === 'ok' && before?.kind === 'ok' ? { ...result, models: before.models } : result,
      );
    },
  };
}

export type Connect = ReturnType<typeof useConnect>;

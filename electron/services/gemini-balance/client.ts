import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createValue } from '../../lib/value';
import type { KeyPoolConnection, KeyPoolReport, KeyPoolWish, PoolRefusal } from '../key-pool-role';
import type { ServiceAccess } from '../roles';
import { createPoolApi, ownWords, readJson } from './api';
import { PoolConfig, poolConfig } from './config';
import { newestError, unmask } from './error-log';
import { lookAt } from './look';

/** Each look is two lines in its log, whatever its level. */
const LOOK_MS = 10_000;
const STARTING_LOOK_MS = 500;
/** The pool tries several keys in turn, and each may take its time. */
const ASK_MS = 120_000;
/** Its own limit for the list of models is 5 s. */
const MODELS_MS = 10_000;

const Models = z.object({ data: z.array(z.object({ id: z.string() })) });
const Answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
});
const Verdicts = z.object({
  successful_keys: z.array(z.string()),
  failed_keys: z.record(
    z.string(),
    z.object({ error_message: z.unknown().transform(String), error_code: z.unknown() }),
  ),
});

/** Asks a running pool how it is, and tells it what it shall be. */
export function connect(access: ServiceAccess, first: KeyPoolWish): KeyPoolConnection {
  const { clock } = access;
  const { admin = '', client = '' } = access.secrets;
  const tokens = { admin, client };
  const api = createPoolApi({ port: access.ports['api'], tokens, fetch: access.fetch, clock });
  const report = createValue<KeyPoolReport>({ kind: 'connecting' });
  const closed = new AbortController();
  let ours = poolConfig(first, tokens);
  let wishes = 1;
  /** Whether the pool was once seen as it is wished now: what differs after that is somebody's edit. */
  let wasAsWished = false;
  /** What it said when it did not take our settings, until it does. */
  let refusedSettings: string | undefined;
  let cancelLook = () => {};
  let looking: Promise<void> | undefined;
  let wanted = false;

  function take(next: KeyPoolReport): void {
    if (!closed.signal.aborted && !isDeepStrictEqual(report.get(), next)) report.set(next);
  }

  function judge(differing: readonly string[]): Extract<KeyPoolReport, { kind: 'up' }>['config'] {
    if (differing.length === 0) {
      wasAsWished = true;
      return { kind: 'ok' };
    }
    if (!wasAsWished) return { kind: 'behind', wish: wishes };
    const before = report.get();
    const since = before.kind === 'up' && before.config.kind === 'changed' ? before.config.at : clock.now();
    return { kind: 'changed', what: differing, at: since };
  }

  async function lookOnce(): Promise<void> {
    const compared = ours;
    try {
      const seen = await lookAt(api, compared, {
        wasUp: report.get().kind === 'up',
        signal: closed.signal,
      });
      if (compared !== ours) wanted = true;
      else if (seen.kind !== 'up') take(seen);
      else if (refusedSettings !== undefined && seen.differing.length > 0)
        take({ kind: 'databaseBroken', message: refusedSettings });
      else take({ kind: 'up', fails: seen.fails, config: judge(seen.differing) });
    } catch (error) {
      take({ kind: 'unreachable', message: messageOf(error) });
    }
  }

  function look(): Promise<void> {
    cancelLook();
    wanted = true;
    looking ??= (async () => {
      while (wanted && !closed.signal.aborted) {
        wanted = false;
        await lookOnce();
      }
      looking = undefined;
      if (closed.signal.aborted) return;
      cancelLook = clock.after(report.get().kind === 'up' ? LOOK_MS : STARTING_LOOK_MS, () => void look());
    })();
    return looking;
  }

  /** Signals of the caller and of our own end. */
  const within = (signal?: AbortSignal) =>
    signal ? AbortSignal.any([signal, closed.signal]) : closed.signal;

  void look();
  return {
    report,
    wish(next) {
      const config = poolConfig(next, tokens);
      if (isDeepStrictEqual(config, ours)) return;
      ours = config;
      wishes += 1;
      wasAsWished = false;
      void look();
    },
    async write(signal) {
      const reply = await api('/api/config', {
        as: 'panel',
        method: 'PUT',
        body: ours,
        signal: within(signal),
      });
      if (reply.status === 400) {
        // The keys it holds in memory are listed on: only here a broken database shows.
        refusedSettings = ownWords(reply.body);
        await look();
        throw new Error(`the pool did not take its settings: ${refusedSettings}`);
      }
      if (reply.status !== 200) throw new Error(`the pool did not take its settings: HTTP ${reply.status}`);
      wasAsWished = false;
      refusedSettings = undefined;
      await look();
    },
    async readKeys(signal) {
      const reply = await api('/api/config', { as: 'panel', signal: within(signal) });
      if (reply.status !== 200) throw new Error(`the pool does not show its keys: HTTP ${reply.status}`);
      return PoolConfig.parse(readJson(reply.body)).API_KEYS;
    },
    async models(signal) {
      const reply = await api('/v1/models', {
        as: 'client',
        timeoutMs: MODELS_MS,
        signal: within(signal),
      }).catch((error: unknown) => messageOf(error));
      if (typeof reply === 'string') return { kind: 'refused', status: undefined, body: reply };
      const models = Models.safeParse(readJson(reply.body));
      if (models.success) return { kind: 'ok', models: models.data.data.map(({ id }) => id) };
      // A provider that gives no list is answered for with `null`, and with 200.
      return {
        kind: 'refused',
        status: reply.status === 200 ? undefined : reply.status,
        body: reply.status === 200 ? '' : ownWords(reply.body),
      };
    },
    async ask(model, text, signal) {
      const until = within(signal);
      const since = await newestError(api, until);
      const startedAt = clock.now();
      const reply = await api('/v1/chat/completions', {
        as: 'client',
        method: 'POST',
        body: { model, stream: false, messages: [{ role: 'user', content: text }] },
        timeoutMs: ASK_MS,
        signal: until,
      }).catch((error: unknown) => {
        until.throwIfAborted();
        return messageOf(error);
      });
      // The keys it took have been counted.
      void look();
      if (typeof reply === 'string') return { kind: 'refused', status: undefined, body: reply };
      const answer = Answer.safeParse(readJson(reply.body));
      if (reply.status === 200 && answer.success) {
        const latencyMs = clock.now() - startedAt;
        return { kind: 'ok', answer: answer.data.choices[0]?.message.content ?? '', latencyMs };
      }
      if (reply.status !== 500) return { kind: 'refused', status: reply.status, body: reply.body };
      return unmask(api, since, ownWords(reply.body), until);
    },
    async verify(keys, signal) {
      const verdicts = new Map<string, { kind: 'ok' } | PoolRefusal>();
      const reply = await api('/gemini/v1beta/verify-selected-keys', {
        method: 'POST',
        body: { keys: [...keys] },
        timeoutMs: ASK_MS,
        signal: within(signal),
      });
      void look();
      const told = Verdicts.safeParse(readJson(reply.body));
      for (const key of keys) {
        const failed = told.data?.failed_keys[key];
        if (told.data?.successful_keys.includes(key)) verdicts.set(key, { kind: 'ok' });
        // A key that reached nobody is in neither list, and the pool says that all are well.
        else
          verdicts.set(key, {
            kind: 'refused',
            status: typeof failed?.error_code === 'number' ? failed.error_code : undefined,
            body: failed?.error_message ?? '',
          });
      }
      return verdicts;
    },
    close() {
      closed.abort();
      cancelLook();
    },
  };
}

/** The innermost cause: `fetch failed` says nothing. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : messageOf(error.cause);
}

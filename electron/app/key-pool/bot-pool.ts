import { isDeepStrictEqual } from 'node:util';
import { type Bot, KeyPoolChoice } from '../../contract/bot';
import { KeyPoolSettings, type KeyPoolView, type KeysAdded } from '../../contract/key-pool';
import type { ModelCheck } from '../../contract/model';
import { createQueue } from '../../lib/queue';
import type { KeyPool, KeyPoolConnection } from '../../services/key-pool-role';
import { checkModel } from '../../services/model-api/check-key';
import { findProvider } from '../../services/model-api/providers';
import { usesKeyPool } from '../../stacks/stack';
import type { AppParts } from '../app-parts';
import type { BotRecord } from '../bot/bot-record';
import type { BotState } from '../bot/bot-state';
import { createKeyChecker } from './key-checker';
import { keyId, keysInUse, loadPoolKeys, type PoolKey, savePoolKeys } from './pool-keys';
import { isOwnAddress, POOL_PROVIDER, toCheck } from './pool-model';
import { poolView } from './pool-view';
import { readKeys } from './read-keys';

/** A bot's key pool: its keys, what is known of them, and the running product. */
export interface BotPool {
  /** Reads the stored keys again. */
  load(): Promise<void>;
  add(text: string): Promise<KeysAdded>;
  remove(ids: readonly string[]): Promise<void>;
  /** Tries these keys, or all, live; resolves once all are through. */
  check(ids?: readonly string[]): Promise<void>;
  cancel(): void;
  /** Keys that somebody put into the running pool become ours, and those that he took out are gone. */
  takeTheirs(signal: AbortSignal): Promise<void>;
  view(): KeyPoolView | undefined;
  idle(): Promise<void>;
  close(): Promise<void>;
}

export function createBotPool(ports: {
  record: BotRecord;
  state: BotState;
  parts: AppParts;
  connection: () => KeyPoolConnection | undefined;
  onChange: () => void;
  /** Brings definitions and containers in line with what was changed. */
  refresh: () => Promise<void>;
}): BotPool {
  const { record, state, parts, onChange } = ports;
  const { secrets, clock, redactor } = parts;
  const memory = state.pool;
  const changes = createQueue();
  const bot = () => record.get();
  const settings = () => KeyPoolSettings.parse(bot().keyPool?.settings ?? {});

  function hold(keys: readonly PoolKey[]): void {
    for (const { key } of keys) redactor.add(key);
    memory.keys = keys;
  }

  /** One change of the stored keys after the other; on disk when it resolves. */
  function change(edit: (keys: readonly PoolKey[]) => readonly PoolKey[]): Promise<void> {
    return changes.run(async () => {
      const keys = edit(memory.keys);
      if (keys === memory.keys) return;
      for (const { key } of keys) redactor.add(key);
      await savePoolKeys(secrets, bot().id, keys);
      memory.readable = true;
      hold(keys);
      const kept = new Set(keys.map(({ id }) => id));
      for (const id of memory.checks.keys()) if (!kept.has(id)) memory.checks.delete(id);
      // What the pool as a whole said is of other keys.
      if (usesKeyPool(bot())) state.model = { ...state.model, check: { kind: 'unknown' } };
    });
  }

  async function tryKey({ key }: PoolKey, signal: AbortSignal): Promise<ModelCheck> {
    const { baseUrl, testModel } = settings();
    const model = testModel || bot().keyPool?.model;
    const result = await checkModel({
      provider: findProvider(POOL_PROVIDER),
      baseUrl,
      key,
      ...(model === undefined ? {} : { model }),
      fetch: parts.fetch,
      clock,
      signal,
    });
    const connection = ports.connection();
    const report = connection?.report.get();
    const wasReached = result.kind === 'ok' || result.status !== undefined;
    if (wasReached || !connection || report?.kind !== 'up' || !report.fails.has(key)) return result;
    // This computer does not get there; the pool has ways of its own.
    const verdict = (await connection.verify([key], signal)).get(key);
    if (!verdict || verdict.kind === 'refused')
      return toCheck(verdict ?? { kind: 'refused', status: undefined, body: '' }, baseUrl);
    const used = model ?? '';
    return { kind: 'ok', baseUrl, models: [], model: used, answer: '', latencyMs: 0 };
  }

  const checker = createKeyChecker({
    memory,
    clock,
    tryKey,
    onChange,
    onWorks({ model }) {
      if (bot().keyPool?.model !== undefined || model === '') return;
      changes
        .run(() => note((choice) => ({ ...choice, model: choice.model ?? model })))
        .then(ports.refresh)
        .catch(report);
    },
    async onThrough(tried) {
      const refused = new Map(
        tried.flatMap(({ id }) => {
          const result = memory.checks.get(id)?.result;
          if (!result) return [];
          return [[id, result.kind === 'problem' && result.problem === 'keyRefused'] as const];
        }),
      );
      await change((keys) => {
        const next = keys.map((key) => ({ ...key, refused: refused.get(key.id) ?? key.refused }));
        return isDeepStrictEqual(next, keys) ? keys : next;
      });
      await ports.refresh();
    },
  });

  function note(edit: (choice: KeyPoolChoice) => KeyPoolChoice): Promise<void> {
    return record.update((current) => ({ ...current, keyPool: edit(current.keyPool ?? newChoice(parts)) }));
  }

  function report(error: unknown): void {
    parts.log(`key pool: ${error instanceof Error ? error.message : String(error)}`);
  }

  function begin(keys: readonly PoolKey[]): void {
    checker.check(keys).catch(report);
  }

  return {
    async load() {
      await changes.run(async () => {
        const keys = await loadPoolKeys(secrets, bot().id, parts.salt);
        memory.readable = keys !== undefined;
        hold(keys ?? []);
      });
    },
    async add(text) {
      const { baseUrl } = settings();
      const { keyPrefixes } = findProvider(POOL_PROVIDER);
      const read = readKeys(text, isOwnAddress(baseUrl) ? keyPrefixes : [...keyPrefixes, 'sk-']);
      if (read.keys.length === 0) return { added: 0, duplicate: read.duplicate, malformed: read.malformed };
      // The wish first: whoever is interrupted after it finds all keys or none, and none that nobody uses.
      await note((choice) => ({ ...choice, on: true }));
      let added: PoolKey[] = [];
      await change((keys) => {
        const known = new Set(keys.map(({ id }) => id));
        added = read.keys
          .map((key) => ({ id: keyId(bot().id, parts.salt, key), key, refused: false }))
          .filter(({ id }) => !known.has(id));
        return added.length === 0 ? keys : [...keys, ...added];
      });
      await ports.refresh();
      begin(added);
      const duplicate = read.duplicate + read.keys.length - added.length;
      return { added: added.length, duplicate, malformed: read.malformed };
    },
    async remove(ids) {
      const gone = new Set(ids);
      await change((keys) => {
        const kept = keys.filter(({ id }) => !gone.has(id));
        return kept.length === keys.length ? keys : kept;
      });
      await ports.refresh();
    },
    async check(ids) {
      const wanted = ids && new Set(ids);
      await checker.check(memory.keys.filter(({ id }) => wanted?.has(id) ?? true));
    },
    cancel: checker.cancel,
    async takeTheirs(signal) {
      const theirs = await ports.connection()?.readKeys(signal);
      if (!theirs) return;
      await change((keys) => {
        const known = new Map(keys.map((key) => [key.key, key]));
        const taken = [...new Set(theirs)].map(
          (key) => known.get(key) ?? { id: keyId(bot().id, parts.salt, key), key, refused: false },
        );
        // Those the provider refused were never in there, so nobody took them out.
        const kept = keysInUse(keys).length === keys.length ? [] : keys.filter(({ refused }) => refused);
        return [...taken, ...kept.filter(({ key }) => !theirs.includes(key))];
      });
      await ports.refresh();
      begin(memory.keys.filter(({ id }) => !memory.checks.has(id)));
    },
    view: () =>
      poolView(bot(), memory, ports.connection()?.report.get(), {
        now: clock.now(),
        redact: redactor.redact,
      }),
    async idle() {
      await checker.idle();
      await changes.idle();
    },
    async close() {
      checker.cancel();
      await checker.idle();
      await changes.idle();
    },
  };
}

/** A pool as it begins: switched on, with nothing agreed to yet. */
export function newChoice(parts: Pick<AppParts, 'keyPoolBaseUrl'>): KeyPoolChoice {
  const { keyPoolBaseUrl: baseUrl } = parts;
  return KeyPoolChoice.parse({ on: true, settings: baseUrl === undefined ? {} : { baseUrl } });
}

/** The pool of a bot's stack, when it has one. */
export function poolOf(state: Pick<BotState, 'stack'>, bot: Bot): KeyPool | undefined {
  return usesKeyPool(bot) ? state.stack?.keyPool : undefined;
}

import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { BotId, StackId } from '../../contract/ids';
import type { ModelCheck } from '../../contract/model';
import type { LostSecret } from '../../contract/secrets';
import type { BotView } from '../../contract/view';
import { EngineError, type EngineEvent } from '../../engine/engine';
import { cleanKey } from '../../services/model-api/clean-key';
import { BrainError } from '../../services/roles';
import { usesKeyPool } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { App, ConnectModel } from '../api';
import type { AppParts } from '../app-parts';
import type { BotStore } from '../bots/bot-store';
import { forgetBrain } from '../brain-change/resting-brains';
import { exportBot, publishBot } from '../export/export-bot';
import { choosePoolModel } from '../key-pool/pool-repairs';
import { lostKeyOf } from '../secrets/lost-secrets';
import { dropImagesOf } from '../service-updates/drop-image';
import { keysName, tokenName } from '../sync/sync-secrets';
import { createBotActions } from './bot-actions';
import type { BotRuntime } from './bot-runtime';
import { createBotRuntime } from './create-bot-runtime';
import { keyState, tryModel } from './model-health';
import { DEFAULT_NAME, newBot } from './new-bot';
import { enterPanel } from './panels';
import { prove } from './repairs';
import { secretNamesOf } from './secret-names';
import { modelKeyName } from './service-secrets';

/** All bots at work, and every call that is about one of them. */
export interface BotFleet {
  readonly calls: App['bots'];
  readonly enterPanel: App['panels']['enter'];
  readonly modelCalls: Pick<App['model'], 'connect' | 'choose'>;
  views(): BotView[];
  /** Keys of the user's that lie there and cannot be read. */
  lostSecrets(): LostSecret[];
  /** @throws AppError `unknownBot`. */
  runtime(bot: BotId): BotRuntime;
  runtimes(): BotRuntime[];
  /** A bot for what comes from outside: the one of that id, one that was not set up yet, or a new one. */
  adopt(wish: BotId): Promise<BotId>;
  /** Removes all that came of a bot that did not get here, and has it be as it was before; without that, be gone. */
  giveUp(bot: BotId, before: Bot | undefined): Promise<void>;
  start(): Promise<void>;
  /** The engine came, went, or is another one. */
  onEngine(): void;
  onEvent(event: EngineEvent): void;
  /** What did not work may work with other settings. */
  onSettings(): void;
  touch(): void;
  idle(): Promise<void>;
  close(): Promise<void>;
}

export function createBotFleet(store: BotStore, parts: AppParts): BotFleet {
  const runtimes = new Map<BotId, BotRuntime>();
  const removals = new Map<string, Promise<void>>();
  const never = new AbortController().signal;

  const runtime = (bot: BotId): BotRuntime => {
    const found = runtimes.get(bot);
    if (!found) throw new AppError('unknownBot', { bot });
    return found;
  };
  const add = (bot: BotId): BotRuntime => {
    const created = createBotRuntime(store.record(bot), parts);
    runtimes.set(bot, created);
    return created;
  };
  const act = (bot: BotId) => createBotActions(runtime(bot), parts);

  async function create(): Promise<BotId> {
    if (parts.secrets.locked) throw new AppError('secretsLocked');
    const bot = newBot(DEFAULT_NAME, parts.clock.now());
    await store.create(bot);
    add(bot.id);
    parts.onBotChange();
    return bot.id;
  }

  /** The wizard's choice: whatever was chosen before has nothing to lose yet. */
  async function chooseStack(bot: BotId, stack: StackId): Promise<void> {
    if (!STACKS[stack]) throw new AppError('notAllowed', { stack });
    await runtime(bot).record.update((current) => ({ ...current, stack }));
    bringInLine(runtime(bot));
  }

  async function look(at: BotRuntime): Promise<void> {
    try {
      await at.look();
    } catch (error) {
      parts.log(`look: ${error instanceof Error ? error.message : String(error)}`);
      // An engine that does not answer us may be gone without a word.
      void parts.engineWatch.look();
    }
  }

  /** Takes the bot's settings to its containers without keeping the caller waiting for them. */
  function bringInLine(at: BotRuntime): void {
    at.refresh().catch((error: unknown) =>
      parts.log(`refresh: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  function tryAnew(): void {
    for (const at of runtimes.values()) {
      at.supervisor.reset();
      bringInLine(at);
    }
  }

  async function forgetSecrets(at: BotRuntime): Promise<void> {
    const bot = at.record.get().id;
    for (const name of [...secretNamesOf(bot), tokenName(bot), keysName(bot)])
      await parts.secrets.delete(name);
  }

  async function remove(bot: BotId, data: boolean): Promise<void> {
    const at = runtime(bot);
    const { stack } = at.record.get();
    await at.changer.cancel();
    await at.updater.cancel();
    await at.record.update((current) => ({ ...current, intent: 'stopped' }));
    await at.refresh();
    if (stack) await act(bot).takeDown(data);
    if (!data && stack) return at.look();
    runtimes.delete(bot);
    await at.close();
    await forgetSecrets(at);
    await at.saver.forget();
    await parts.saving.repositories.forget(bot);
    await parts.routes.save(bot, undefined);
    const last = at.record.get();
    await store.remove(bot);
    await dropImagesOf(last, parts);
    await parts.onBotRemoved(bot);
    if (runtimes.size === 0) await create();
    parts.onBotChange();
  }

  async function connect(bot: BotId, input: ConnectModel, signal?: AbortSignal): Promise<ModelCheck> {
    const at = runtime(bot);
    const result = await tryModel(parts, input, signal);
    if (result.kind !== 'ok') return result;
    const cleaned = cleanKey(input.key);
    if (cleaned.kind === 'key') {
      parts.redactor.add(cleaned.key);
      await parts.secrets.set(modelKeyName(bot), cleaned.key);
    }
    const model = { provider: input.provider, baseUrl: result.baseUrl, model: result.model };
    // Who enters one key wants that one to be used.
    await at.record.update((current) => ({
      ...current,
      model,
      ...(current.keyPool ? { keyPool: { ...current.keyPool, on: false } } : {}),
    }));
    const saved = at.record.get();
    at.state.model = {
      choice: saved.model,
      key: await keyState(saved, parts.secrets),
      check: { kind: 'checked', at: parts.clock.now(), result },
    };
    bringInLine(at);
    return result;
  }

  return {
    runtimes: () => [...runtimes.values()],
    async adopt(wish) {
      if (runtimes.has(wish)) return wish;
      const unused = [...runtimes.values()].find(({ record }) => record.get().stack === undefined);
      if (unused) return unused.record.get().id;
      await store.create({ ...newBot(DEFAULT_NAME, parts.clock.now()), id: wish });
      add(wish);
      parts.onBotChange();
      return wish;
    },
    async giveUp(bot, before) {
      if (!before) return remove(bot, true);
      const at = runtime(bot);
      await at.record.update((current) => ({ ...current, intent: 'stopped' }));
      await at.refresh();
      await act(bot).takeDown(true);
      await forgetSecrets(at);
      await parts.onBotRemoved(bot);
      at.state.secrets = {};
      await at.record.update(() => before);
      bringInLine(at);
    },
    views: () => [...runtimes.values()].map((at) => at.view()),
    lostSecrets: () => [...runtimes.values()].flatMap((at) => lostKeyOf(at.record.get(), at.state)),
    runtime,
    async start() {
      for (const bot of store.list()) add(bot.id);
      if (runtimes.size === 0 && !parts.lookOnly) await create();
      await Promise.all(
        [...runtimes.values()].map(async (at) => {
          await at.changer.recover();
          await at.updater.recover();
          await at.refresh();
        }),
      );
    },
    onEngine: tryAnew,
    onSettings: tryAnew,
    onEvent(event) {
      if (event.kind === 'connected') for (const at of runtimes.values()) bringInLine(at);
      if (event.kind !== 'container' || event.bot === undefined) return;
      const at = runtimes.get(event.bot);
      if (at) void look(at);
    },
    touch() {
      for (const at of runtimes.values()) at.touch();
    },
    async idle() {
      await Promise.all([...runtimes.values()].map((at) => at.idle()));
    },
    async close() {
      await Promise.all([...runtimes.values()].map((at) => at.close()));
    },
    calls: {
      create,
      async chooseStack(bot, stack) {
        const { changer, record } = runtime(bot);
        if (record.get().firstReply) await changer.begin(stack);
        else await chooseStack(bot, stack);
      },
      async consent(bot, version) {
        await runtime(bot).record.update((current) => ({
          ...current,
          consent: { at: parts.clock.now(), version },
        }));
        bringInLine(runtime(bot));
      },
      async patch(bot, patch) {
        await runtime(bot).record.update((current) => ({
          ...current,
          name: patch.name ?? current.name,
          owner: patch.owner === undefined ? current.owner : patch.owner || undefined,
          persona: { ...current.persona, ...defined(patch.persona) },
          wake: { ...current.wake, ...defined(patch.wake) },
          hearing: { ...current.hearing, ...defined(patch.hearing) },
          context: patch.context ?? current.context,
        }));
        bringInLine(runtime(bot));
      },
      start: (bot, service) => act(bot).start(service),
      stop: (bot, service) => act(bot).stop(service),
      restart: (bot, service) => act(bot).restart(service),
      async fix(bot, link, fix) {
        try {
          await act(bot).fix(link, fix);
        } catch (error) {
          if (error instanceof AppError || error instanceof EngineError) throw error;
          // A service that refuses what it is asked to do is no fault of ours.
          parts.log(`fix: ${link} ${fix}: ${error instanceof Error ? error.message : String(error)}`);
          throw new AppError('notAllowed', {}, { cause: error });
        }
      },
      async changeBrain(bot, stack) {
        const { changer, record } = runtime(bot);
        if (record.get().firstReply) await changer.begin(stack);
        else await chooseStack(bot, stack);
      },
      cancelChange: async (bot) => runtime(bot).changer.cancel(),
      async forgetBrain(bot, { stack, confirm }) {
        const at = runtime(bot);
        const { name } = at.record.get();
        if (confirm !== name) throw new AppError('confirmationNeeded', { name });
        const others = store.list().filter(({ id }) => id !== bot);
        await forgetBrain(at, parts, stack, others);
      },
      async prove(bot, signal) {
        try {
          return await prove(runtime(bot), parts, signal ?? never);
        } catch (error) {
          if (error instanceof BrainError)
            throw new AppError('notAllowed', {
              cause: error.kind,
              message: parts.redactor.redact(error.message),
            });
          throw error;
        }
      },
      export: (bot, options) => exportBot(runtime(bot), parts, options),
      publish: (bot, options) => publishBot(runtime(bot), parts, options),
      async remove(bot, { data, confirm }) {
        const { name } = runtime(bot).record.get();
        if (data && confirm !== name) throw new AppError('confirmationNeeded', { name });
        // Clicked twice is clicked once.
        const click = `${bot} ${data}`;
        const running = removals.get(click) ?? remove(bot, data).finally(() => removals.delete(click));
        removals.set(click, running);
        await running;
      },
    },
    enterPanel: async (bot, service) => enterPanel(runtime(bot), parts, service),
    modelCalls: {
      connect,
      async choose(bot, model) {
        if (usesKeyPool(runtime(bot).record.get())) return choosePoolModel(runtime(bot), parts, model);
        const current = runtime(bot).record.get().model;
        if (!current) throw new AppError('notAllowed');
        const key = (await parts.secrets.get(modelKeyName(bot))) ?? '';
        return connect(bot, { provider: current.provider, baseUrl: current.baseUrl, key, model });
      },
    },
  };
}

/** Without the keys that were left out. */
function defined<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, item]) => item !== undefined)) as never;
}

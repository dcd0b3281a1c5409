import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { KeyPoolSettings } from '../../contract/key-pool';
import type { ModelCheck, ModelChoice } from '../../contract/model';
import { checkModel } from '../../services/model-api/check-key';
import { findProvider } from '../../services/model-api/providers';
import type { App } from '../api';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { modelKeyName } from '../bot/service-secrets';
import { newChoice } from './bot-pool';
import { POOL_PROVIDER, toCheck } from './pool-model';

/** Every call about a bot's key pool. */
export function createKeyPoolCalls(runtime: (bot: BotId) => BotRuntime, parts: AppParts): App['keyPool'] {
  const { redact } = parts.redactor;
  const report = (error: unknown) =>
    parts.log(`key pool: ${error instanceof Error ? error.message : String(error)}`);

  /** Takes the bot's settings to its containers without keeping the caller waiting for them. */
  function bringInLine(at: BotRuntime): void {
    at.refresh().catch(report);
  }

  async function change(
    at: BotRuntime,
    edit: (choice: ReturnType<typeof newChoice>) => ReturnType<typeof newChoice>,
  ): Promise<void> {
    await at.record.update((bot) => ({
      ...bot,
      keyPool: edit(bot.keyPool ?? { ...newChoice(parts), on: false }),
    }));
    bringInLine(at);
  }

  /** A key that works, the best known first; undefined when there is none at all. */
  function bestKey(at: BotRuntime): string | undefined {
    const { keys, checks } = at.state.pool;
    const works = keys.find(({ id }) => checks.get(id)?.result.kind === 'ok');
    return (works ?? keys.find(({ refused }) => !refused) ?? keys[0])?.key;
  }

  /** Without a single key from before, one of the pool becomes it. */
  async function keepOneKey(at: BotRuntime): Promise<void> {
    const { id, model, keyPool } = at.record.get();
    const known = await parts.secrets.get(modelKeyName(id));
    if ((model && (known !== undefined || !findProvider(model.provider).needsKey)) || !keyPool?.model) return;
    const key = bestKey(at);
    if (key === undefined) return;
    await parts.secrets.set(modelKeyName(id), key);
    const { baseUrl } = keyPool.settings;
    const choice: ModelChoice = { provider: POOL_PROVIDER, baseUrl, model: keyPool.model };
    await at.record.update((bot) => ({ ...bot, model: choice }));
  }

  function describe(check: Extract<ModelCheck, { kind: 'problem' }>) {
    const { problem, status, message } = check;
    return {
      kind: 'problem' as const,
      problem,
      message: redact(message),
      ...(status === undefined ? {} : { status }),
    };
  }

  return {
    add: (bot, { text }) => runtime(bot).pool.add(text),
    remove: (bot, ids) => runtime(bot).pool.remove(ids),
    async check(bot, ids) {
      runtime(bot).pool.check(ids).catch(report);
    },
    async cancel(bot) {
      runtime(bot).pool.cancel();
    },
    async settings(bot, patch) {
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      await change(runtime(bot), (choice) => ({
        ...choice,
        settings: KeyPoolSettings.parse({ ...choice.settings, ...given }),
      }));
    },
    async consent(bot, version) {
      const at = parts.clock.now();
      await change(runtime(bot), (choice) => ({ ...choice, consent: { at, version } }));
    },
    async turnOn(bot) {
      const at = runtime(bot);
      if (at.state.pool.keys.length === 0) throw new AppError('notAllowed');
      await change(at, (choice) => ({ ...choice, on: true }));
    },
    async turnOff(bot) {
      const at = runtime(bot);
      await keepOneKey(at);
      at.pool.cancel();
      await change(at, (choice) => ({ ...choice, on: false }));
    },
    async models(bot, signal) {
      const at = runtime(bot);
      const { baseUrl } = at.record.get().keyPool?.settings ?? newChoice(parts).settings;
      const connection = at.poolConnection();
      const told = await connection?.models(signal);
      if (told?.kind === 'ok') return told;
      // The pool does not say why; the provider does.
      const key = bestKey(at);
      if (key === undefined) throw new AppError('notAllowed');
      const check = await checkModel({
        provider: findProvider(POOL_PROVIDER),
        baseUrl,
        key,
        fetch: parts.fetch,
        clock: parts.clock,
        ...(signal ? { signal } : {}),
      });
      return check.models.length > 0 || check.kind === 'ok'
        ? { kind: 'ok', models: check.models }
        : describe(check);
    },
    async chat(bot, text, signal) {
      const at = runtime(bot);
      const { keyPool } = at.record.get();
      const connection = at.poolConnection();
      if (!connection || !keyPool?.model) throw new AppError('notAllowed');
      const told = await connection.ask(keyPool.model, text, signal);
      if (told.kind === 'ok') return { ...told, answer: redact(told.answer) };
      return describe(toCheck(told, keyPool.settings.baseUrl));
    },
  };
}

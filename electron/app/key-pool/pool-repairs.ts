import { AppError } from '../../contract/errors';
import type { ModelCheck } from '../../contract/model';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { randomToken, serviceSecretName } from '../bot/service-secrets';
import { poolOf } from './bot-pool';
import { choiceOf, toCheck } from './pool-model';

const QUESTION = '请用一句很短的话打个招呼。';

/** Asks the running pool one short thing, and writes down what that says of the model. */
export async function checkThroughPool(
  runtime: BotRuntime,
  parts: AppParts,
  signal: AbortSignal,
): Promise<void> {
  const { record, state } = runtime;
  const { keyPool } = record.get();
  const result = await askPool(runtime, keyPool?.model ?? '', signal);
  // What was asked with other settings says nothing of these.
  if (record.get().keyPool !== keyPool) return;
  state.model = { ...state.model, check: { kind: 'checked', at: parts.clock.now(), result } };
  runtime.touch();
}

/** One short question to a model through the pool. @throws AppError `notAllowed` while it does not run */
async function askPool(runtime: BotRuntime, model: string, signal: AbortSignal): Promise<ModelCheck> {
  const connection = runtime.poolConnection();
  if (!connection) throw new AppError('notAllowed');
  const baseUrl = runtime.record.get().keyPool?.settings.baseUrl ?? '';
  const told = await connection.ask(model, QUESTION, signal);
  if (told.kind === 'refused') return toCheck(told, baseUrl);
  return {
    kind: 'ok',
    baseUrl,
    models: [],
    model,
    answer: told.answer.slice(0, 200),
    latencyMs: told.latencyMs,
  };
}

/** Another model for the same keys, once it has answered through the pool. */
export async function choosePoolModel(
  runtime: BotRuntime,
  parts: AppParts,
  model: string,
): Promise<ModelCheck> {
  const { record, state } = runtime;
  const result = await askPool(runtime, model, new AbortController().signal);
  if (result.kind !== 'ok') return result;
  await record.update((bot) => (bot.keyPool ? { ...bot, keyPool: { ...bot.keyPool, model } } : bot));
  state.model = {
    ...state.model,
    choice: choiceOf(record.get()),
    check: { kind: 'checked', at: parts.clock.now(), result },
  };
  runtime
    .refresh()
    .catch((error: unknown) =>
      parts.log(`refresh: ${error instanceof Error ? error.message : String(error)}`),
    );
  return result;
}

/**
 * Mends a pool that runs and is good for nothing. A restart first, for a database that was only locked; then new
 * tokens, and with them an empty database: nothing is in the old one that BotPier does not have.
 */
export async function mendPool(
  runtime: BotRuntime,
  parts: AppParts,
  restart: () => Promise<void>,
): Promise<void> {
  const { record, state } = runtime;
  const service = poolOf(state, record.get());
  if (!service) return;
  state.pool.mends += 1;
  const isRefused = runtime.poolConnection()?.report.get().kind === 'refused';
  if (state.pool.mends === 1 && !isRefused) return restart();
  for (const name of service.renewed) {
    const token = randomToken();
    parts.redactor.add(token);
    await parts.secrets.set(serviceSecretName(record.get().id, service, name), token);
  }
  delete state.secrets[service.name];
  parts.log(`key pool: ${service.name} begins with a new database`);
  await runtime.refresh(service.name);
}

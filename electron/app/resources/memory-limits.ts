import { AppError } from '../../contract/errors';
import type { ServiceName } from '../../contract/ids';
import { MEMORY_STEP_BYTES } from '../../contract/metric';
import type { MemoryLimit } from '../../contract/resources';
import type { BotRuntime } from '../bot/bot-runtime';
import type { WishedService } from '../bot/define-services';

/** Above what it was seen to take, so that a busy hour does not end it. */
const HEADROOM = 1.25;
/** Where nobody has measured: a share of what is usual. */
const LEAST_SHARE = 0.25;

/** What the bot's services may take, and between which bounds that makes sense on this engine. */
export function memoryLimits(
  { record, state }: Pick<BotRuntime, 'record' | 'state'>,
  engineBytes: number | undefined,
): MemoryLimit[] {
  const { memoryLimits: chosen } = record.get();
  return state.wished.map(({ info }) => limitOf(info, chosen[info.name], engineBytes));
}

/** Pure. */
export function limitOf(
  info: Pick<WishedService['info'], 'name' | 'memoryLimitBytes' | 'memoryUsedBytes'>,
  chosen: number | undefined,
  engineBytes: number | undefined,
): MemoryLimit {
  const usualBytes = info.memoryLimitBytes;
  const needed = info.memoryUsedBytes ? info.memoryUsedBytes * HEADROOM : usualBytes * LEAST_SHARE;
  return {
    service: info.name,
    bytes: chosen ?? usualBytes,
    usualBytes,
    leastBytes: Math.min(usualBytes, Math.ceil(needed / MEMORY_STEP_BYTES) * MEMORY_STEP_BYTES),
    mostBytes: Math.max(
      usualBytes,
      Math.floor((engineBytes ?? usualBytes * 4) / MEMORY_STEP_BYTES) * MEMORY_STEP_BYTES,
    ),
  };
}

/**
 * Gives a service another limit, or with `undefined` the usual one. Its container is made anew; where it does not come
 * up with that, the old one runs on and the limit is as before.
 * @throws AppError `unknownService`, `outOfRange`, `memoryLimitRefused`
 */
export async function limitMemory(
  runtime: BotRuntime,
  engineBytes: number | undefined,
  service: ServiceName,
  bytes: number | undefined,
): Promise<void> {
  const { record, state } = runtime;
  const limit = memoryLimits(runtime, engineBytes).find((one) => one.service === service);
  if (!limit) throw new AppError('unknownService', { service });
  const { leastBytes, mostBytes } = limit;
  if (bytes !== undefined && (bytes < leastBytes || bytes > mostBytes || bytes % MEMORY_STEP_BYTES !== 0))
    throw new AppError('outOfRange', { least: megabytes(leastBytes), most: megabytes(mostBytes) });
  const before = record.get().memoryLimits[service];
  if (before === bytes) return;
  await write(runtime, service, bytes);
  // What did not come up before may come up with this.
  state.rejected.delete(service);
  await runtime.refresh(service);
  const wished = state.wished.find(({ definition }) => definition.name === service);
  if (!wished || state.rejected.get(service)?.hash !== wished.hash) return;
  await write(runtime, service, before);
  await runtime.refresh(service);
  throw new AppError('memoryLimitRefused', { product: wished.info.product });
}

async function write({ record }: BotRuntime, service: ServiceName, bytes: number | undefined): Promise<void> {
  await record.update((bot) => {
    const { [service]: _, ...others } = bot.memoryLimits;
    return { ...bot, memoryLimits: bytes === undefined ? others : { ...others, [service]: bytes } };
  });
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

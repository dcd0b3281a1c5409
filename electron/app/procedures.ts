import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../contract/errors';
import { BotId } from '../contract/ids';
import { EngineError } from '../engine/engine';
import type { Readable } from '../lib/value';
import type { App } from './api';

export interface RouterContext {
  app: App;
}

/** What the renderer learns of a refused call: a code it has a text for, and values for that text. */
export interface ErrorShape {
  code: ErrorCode;
  params: Readonly<Record<string, string | number>>;
}

const t = initTRPC.context<RouterContext>().create({
  errorFormatter({ shape, error }) {
    const cause = error.cause instanceof EngineError ? fromEngine(error.cause) : error.cause;
    const known: ErrorShape =
      cause instanceof AppError
        ? { code: cause.code, params: cause.params }
        : { code: error.code === 'BAD_REQUEST' ? 'invalidInput' : 'internal', params: {} };
    return { ...shape, message: known.code, data: { ...known, path: shape.data.path } };
  },
});

/** What the engine refused, as far as the user can do something about it; the chain tells the rest. */
function fromEngine(error: EngineError): AppError {
  return new AppError(error.kind === 'diskFull' ? 'diskFull' : 'engineUnavailable', {}, { cause: error });
}

/** A call; its input and output are checked by zod. */
export const call = t.procedure;
/** Calls under one name. */
export const calls = t.router;
/** Input of a call on one bot; `.extend` adds the rest. */
export const bot = z.object({ bot: BotId });
export const createCallerFactory = t.createCallerFactory;

/** Turns a readable into a stream: the value now, then the newest after each change. */
export async function* stream<T>(readable: Readable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  let wake: (() => void) | undefined;
  let dirty = true;
  const rouse = () => {
    dirty = true;
    wake?.();
  };
  const unsubscribe = readable.subscribe(rouse);
  signal?.addEventListener('abort', rouse, { once: true });
  try {
    while (!signal?.aborted) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      dirty = false;
      yield readable.get();
    }
  } finally {
    unsubscribe();
  }
}

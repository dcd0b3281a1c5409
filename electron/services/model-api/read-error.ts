import { z } from 'zod';
import { parseJson } from './protocol';

/** What a provider says went wrong: its own words, and every code it gave for it. */
export interface ProviderError {
  message: string;
  codes: string[];
  /** The provider's wish, from inside the body. */
  retryAfterMs: number | undefined;
}

const Code = z.union([z.string(), z.number()]).nullish();

/** One entry of a Google error's `details`. */
const Detail = z.looseObject({
  reason: z.string().optional(),
  retryDelay: z.string().optional(),
  violations: z.array(z.looseObject({ quotaId: z.string().optional() })).optional(),
});

/** The union of what providers put into `error`, or at the top where there is no `error`. */
const Fields = z.looseObject({
  message: z.string().nullish(),
  msg: z.string().nullish(),
  detail: z.string().nullish(),
  code: Code,
  type: Code,
  status: Code,
  details: z.array(Detail).nullish().catch(undefined),
});

/** Reads an error body of any provider's shape; undefined when it holds none. */
export function readError(body: string): ProviderError | undefined {
  const events = /^data:\s*(\{.*"error".*\})\s*$/m.exec(body)?.[1];
  return fromValue(parseJson(events ?? body));
}

function fromValue(value: unknown): ProviderError | undefined {
  if (Array.isArray(value)) return fromValue(value[0]);
  if (typeof value === 'string') return { message: value, codes: [], retryAfterMs: undefined };
  const outer = z.looseObject({ error: z.unknown().optional() }).safeParse(value);
  if (!outer.success) return undefined;
  const inner = outer.data.error ?? outer.data;
  if (typeof inner === 'string') return { message: inner, codes: [], retryAfterMs: undefined };

  const fields = Fields.safeParse(inner);
  if (!fields.success) return undefined;
  const { message, msg, detail, code, type, status, details } = fields.data;
  const words = message ?? msg ?? detail;
  if (words == null && outer.data.error == null) return undefined;
  const reasons = (details ?? []).flatMap((entry) => [
    entry.reason,
    ...(entry.violations ?? []).map((violation) => violation.quotaId),
  ]);
  return {
    message: words ?? '',
    codes: [code, type, status, ...reasons].filter((each) => each != null).map(String),
    retryAfterMs: readDelay((details ?? []).find((entry) => entry.retryDelay)?.retryDelay),
  };
}

/** Google's `34.07s`. */
function readDelay(text: string | undefined): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text ?? '')?.[1];
  return seconds === undefined ? undefined : Math.round(Number(seconds) * 1000);
}

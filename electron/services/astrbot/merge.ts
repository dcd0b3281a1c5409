import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

/** Values that BotPier has settings for, by path: `provider_settings.default_provider_id`. */
export type Wishes = Readonly<Record<string, Wish>>;
type Wish = string | number | boolean | readonly string[];

const Wish = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** An item of one of the lists; AstrBot keeps whatever stands in it. */
const Entry = z.looseObject({ id: z.string() });
export type Entry = z.infer<typeof Entry>;

/** What we note in our own entry: how we left the file the last time. */
const Note = z.object({ wishes: z.record(z.string(), Wish), password: z.string() });

const entriesOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((items) => items.flatMap((each) => item.safeParse(each).data ?? []));

const Config = z.looseObject({
  dashboard: z.looseObject({}).catch({}),
  platform: entriesOf(Entry.extend({ botpier: Note.optional().catch(undefined) })),
  provider_sources: entriesOf(Entry),
  provider: entriesOf(Entry),
});
type Config = z.infer<typeof Config>;

/** Reads AstrBot's config, with or without a byte order mark; an empty one when it cannot be read. */
export function parseConfig(text: string | undefined): Config {
  return Config.parse(parseObject(text));
}

/** AstrBot's own form: UTF-8 with a byte order mark. */
export function stringifyConfig(config: object): string {
  return `\uFEFF${JSON.stringify(config, null, 2)}\n`;
}

/**
 * The config with the wishes in it. Where a wish is the same as the last time, what stands there now stays: somebody
 * may have edited it. Of lists only the wished elements come and go.
 */
export function keepEdits(config: Config, wishes: Wishes, last: Wishes): Config {
  const result = structuredClone(config);
  for (const [path, wish] of Object.entries(wishes)) {
    const names = path.split('.');
    const key = names.pop() ?? path;
    const section = sectionOf(result, names);
    section[key] = merge(section[key], wish, last[path]);
  }
  return result;
}

function merge(present: unknown, wish: Wish, last: Wish | undefined): unknown {
  if (typeof wish !== 'object') return present === undefined || wish !== last ? wish : present;
  const texts = Array.isArray(present) ? present.map(String) : [];
  if (isDeepStrictEqual(wish, last) && Array.isArray(present)) return texts;
  const gone = Array.isArray(last) ? last.map(String) : [];
  return [...new Set([...wish, ...texts.filter((text) => !gone.includes(text))])];
}

/** The section of that path, made where it is none. */
function sectionOf(config: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  let section = config;
  for (const name of names) {
    const inner = Object(section[name]) as Record<string, unknown>;
    section[name] = inner;
    section = inner;
  }
  return section;
}

function parseObject(text: string | undefined): object {
  try {
    const value: unknown = JSON.parse((text ?? '{}').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

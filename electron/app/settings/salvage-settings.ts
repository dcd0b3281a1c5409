import { Settings } from '../../contract/settings';

/** The settings that are valid in a broken or unknown object, the defaults for all others. */
export function salvageSettings(value: unknown): Settings {
  const draft = typeof value === 'object' && value !== null ? { ...structuredClone(value), version: 1 } : {};
  for (;;) {
    const parsed = Settings.safeParse(draft);
    if (parsed.success) return parsed.data;
    const dropped = parsed.error.issues.map((issue) => dropField(draft, issue.path));
    if (!dropped.includes(true)) return Settings.parse({});
  }
}

/** Removes the field that a path leads to or into (of a list, the whole list); false when there is none. */
function dropField(target: object, path: readonly PropertyKey[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(target, key)) return false;
  const inner: unknown = Reflect.get(target, key);
  const deeper = typeof inner === 'object' && inner !== null && !Array.isArray(inner) && rest.length > 0;
  return deeper ? dropField(inner, rest) : Reflect.deleteProperty(target, key);
}

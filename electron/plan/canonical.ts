import type { ServiceDefinition, ServiceFile } from '../services/definition';

/**
 * A definition as text: equal definitions give equal text, whatever the order of their keys.
 * What a hash of it changes with is what re-creates a container. Host ports and files count;
 * the preparation has a key of its own; how a file is merged, whether a volume is saved and where the image comes from
 * do not count.
 */
export function canonicalDefinition(definition: ServiceDefinition): string {
  const { prepare: _, digest: __, source: ___, ...rest } = definition;
  return canonical({
    ...rest,
    volumes: rest.volumes.map(({ kept: ____, ...volume }) => volume),
    files: rest.files.filter((file) => file.hashed !== false).map(withoutMerge),
  });
}

function withoutMerge({ merge: _, ...file }: ServiceFile): Omit<ServiceFile, 'merge'> {
  return file;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

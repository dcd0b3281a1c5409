import { access, rename } from 'node:fs/promises';

/** Renames a file that cannot be used to `<path>.broken-<time>`, so that nothing is lost; answers the new path. */
export async function moveAside(path: string, now: number): Promise<string> {
  const stamp = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const base = `${path}.broken-${stamp}`;
  let target = base;
  for (let count = 2; await exists(target); count++) target = `${base}-${count}`;
  await rename(path, target);
  return target;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

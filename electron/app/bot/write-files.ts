import type { BotId } from '../../contract/ids';
import type { Engine, FileEntry } from '../../engine/engine';
import type { ServiceFile } from '../../services/definition';
import { writerContainer } from './container-spec';
import type { WishedService } from './define-services';

/**
 * Writes a service's files before it starts: those in its volumes, and, with `into`, those in the container's own
 * layer. A file with a merge rule keeps what is the user's. Answers what stood there before, for a way back.
 */
export async function writeFiles(
  engine: Engine,
  bot: BotId,
  wished: WishedService,
  files: readonly ServiceFile[],
  into: string,
): Promise<FileEntry[]> {
  const readOnly = wished.definition.volumes
    .filter((volume) => volume.readOnly)
    .map((volume) => `${volume.path}/`);
  const isReadOnly = (file: ServiceFile) => readOnly.some((path) => file.path.startsWith(path));
  const before = await putMerged(
    engine,
    into,
    files.filter((file) => !isReadOnly(file)),
  );
  const guarded = files.filter(isReadOnly);
  if (guarded.length === 0) return before;
  const kept = await withWriter(engine, bot, wished, (writer) => putMerged(engine, writer, guarded));
  return [...before, ...kept];
}

/** Puts back what `writeFiles` answered. */
export async function restoreFiles(
  engine: Engine,
  bot: BotId,
  wished: WishedService,
  files: readonly FileEntry[],
): Promise<void> {
  if (files.length === 0) return;
  await withWriter(engine, bot, wished, (writer) => engine.containers.putFiles(writer, files));
}

async function withWriter<T>(
  engine: Engine,
  bot: BotId,
  wished: WishedService,
  use: (writer: string) => Promise<T>,
): Promise<T> {
  const spec = writerContainer(bot, wished);
  const leftover = await engine.containers.find(spec.name);
  if (leftover) await engine.containers.remove(leftover.id, true);
  const writer = await engine.containers.create(spec);
  try {
    return await use(writer);
  } finally {
    await engine.containers.remove(writer, true);
  }
}

async function putMerged(
  engine: Engine,
  container: string,
  files: readonly ServiceFile[],
): Promise<FileEntry[]> {
  if (files.length === 0) return [];
  const before: FileEntry[] = [];
  const after: FileEntry[] = [];
  for (const file of files) {
    const existing = await engine.containers.getFile(container, file.path);
    const text = existing === undefined ? undefined : new TextDecoder().decode(existing);
    const mode = file.mode ?? 0o644;
    if (existing !== undefined) before.push({ path: file.path, content: existing, mode });
    after.push({ path: file.path, content: file.merge ? file.merge(text) : file.content, mode });
  }
  await engine.containers.putFiles(container, after);
  return before;
}

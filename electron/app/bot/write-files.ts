import type { BotId } from '../../contract/ids';
import type { Engine, FileEntry } from '../../engine/engine';
import type { ServiceFile } from '../../services/definition';
import { writerContainer } from './container-spec';
import type { WishedService } from './define-services';

/**
 * Writes a service's files before it starts: those in its volumes, and those in the layer of the container `into`.
 * A file with a merge rule keeps what is the user's. With `keepOld` it answers what stood there before, for a way
 * back; without, nothing.
 */
export async function writeFiles(
  engine: Engine,
  bot: BotId,
  wished: WishedService,
  into: string,
  { keepOld = false } = {},
): Promise<FileEntry[]> {
  const readOnly = wished.definition.volumes
    .filter((volume) => volume.readOnly)
    .map((volume) => `${volume.path}/`);
  const isReadOnly = (file: ServiceFile) => readOnly.some((path) => file.path.startsWith(path));
  const { files } = wished.definition;
  const guarded = files.filter(isReadOnly);
  const open = files.filter((file) => !isReadOnly(file));
  const writing = [putMerged(engine, into, open, keepOld)];
  if (guarded.length > 0)
    writing.push(withWriter(engine, bot, wished, (writer) => putMerged(engine, writer, guarded, keepOld)));
  // Whatever becomes of one, the other has ended when this does.
  await Promise.allSettled(writing);
  return (await Promise.all(writing)).flat();
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
  keepOld: boolean,
): Promise<FileEntry[]> {
  if (files.length === 0) return [];
  const before: FileEntry[] = [];
  const after: FileEntry[] = [];
  for (const file of files) {
    // Reading one file takes the engine as long as writing all of them.
    const isRead = keepOld || file.merge !== undefined;
    const existing = isRead ? await engine.containers.getFile(container, file.path) : undefined;
    const text = existing === undefined ? undefined : new TextDecoder().decode(existing);
    const mode = file.mode ?? 0o644;
    if (keepOld && existing !== undefined) before.push({ path: file.path, content: existing, mode });
    after.push({ path: file.path, content: file.merge ? file.merge(text) : file.content, mode });
  }
  await engine.containers.putFiles(container, after);
  return before;
}

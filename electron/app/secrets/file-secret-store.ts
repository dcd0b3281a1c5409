import { basename, join } from 'node:path';
import { z } from 'zod';
import { readFileIfAny, removeStaleTemps } from '../../lib/atomic-file';
import { type Clock, systemClock } from '../../lib/clock';
import { moveAside } from '../../lib/move-aside';
import { createQueue } from '../../lib/queue';
import { saveFile } from '../save-file';
import type { SecretBox } from './secret-box';
import type { SecretStore } from './secret-store';

const Item = z.object({
  /** The sealed value in Base64. */
  v: z.base64(),
  /** The kind of box that sealed it. */
  box: z.string(),
  /** When it was set, ms since 1970. */
  at: z.number(),
});
type Item = z.infer<typeof Item>;

const SecretFile = z.object({ version: z.literal(1), items: z.record(z.string(), Item) });

/** What a box seals: the name goes along, so that values cannot be swapped in the file. */
const Sealed = z.object({ name: z.string(), value: z.string() });

export interface FileSecretStoreOptions {
  /** The data directory. */
  dir: string;
  /** Seals what is set from now on. */
  box: SecretBox;
  /** Boxes used earlier: they still open what they sealed. */
  olderBoxes?: readonly SecretBox[];
  clock?: Clock;
}

/**
 * Secrets in `secrets.json`, each value sealed. A value that cannot be opened here (other passphrase, other
 * computer) is `unreadable` until it is set again. A file that is none is moved aside (`putAside`).
 */
export async function createFileSecretStore(options: FileSecretStoreOptions): Promise<SecretStore> {
  const { dir, box, olderBoxes = [], clock = systemClock } = options;
  const path = join(dir, 'secrets.json');
  const boxes = new Map([...olderBoxes, box].map((each) => [each.kind, each]));
  const queue = createQueue();
  await removeStaleTemps(dir);

  let items: ReadonlyMap<string, Item> = new Map();
  let putAside: string | undefined;
  const text = await readFileIfAny(path);
  if (text !== undefined) {
    const file = parse(text);
    if (file) items = file;
    else putAside = basename(await moveAside(path, clock.now()));
  }

  const replace = async (next: ReadonlyMap<string, Item>) => {
    const content = { version: 1, items: Object.fromEntries(next) };
    await saveFile(path, `${JSON.stringify(content, null, 2)}\n`);
    items = next;
  };
  const open = async (name: string, item: Item): Promise<string | undefined> => {
    try {
      const sealed = Buffer.from(item.v, 'base64');
      const opened = Sealed.parse(JSON.parse((await boxes.get(item.box)?.open(sealed)) ?? ''));
      return opened.name === name ? opened.value : undefined;
    } catch {
      return undefined;
    }
  };

  return {
    strength: box.strength,
    ...(putAside === undefined ? {} : { putAside }),
    async state(name) {
      const item = items.get(name);
      if (!item) return 'absent';
      return (await open(name, item)) === undefined ? 'unreadable' : 'present';
    },
    async get(name) {
      const item = items.get(name);
      return item && open(name, item);
    },
    set: (name, value) =>
      queue.run(async () => {
        const sealed = Buffer.from(await box.seal(JSON.stringify({ name, value })));
        const item = { v: sealed.toString('base64'), box: box.kind, at: clock.now() };
        await replace(new Map(items).set(name, item));
      }),
    delete: (name) =>
      queue.run(async () => {
        if (!items.has(name)) return;
        await replace(new Map([...items].filter(([other]) => other !== name)));
      }),
  };
}

function parse(text: string): Map<string, Item> | undefined {
  try {
    return new Map(Object.entries(SecretFile.parse(JSON.parse(text)).items));
  } catch {
    return undefined;
  }
}

import { z } from 'zod';
import { AppError } from '../../contract/errors';
import { LEAST_PASSPHRASE, type SecretKeeping } from '../../contract/secrets';
import { removeStaleTemps } from '../../lib/atomic-file';
import { type Clock, systemClock } from '../../lib/clock';
import { createQueue } from '../../lib/queue';
import { createPassphraseBox } from './passphrase-box';
import type { SecretBox } from './secret-box';
import {
  type Keep,
  readSecretFile,
  type SealedItem,
  type SecretContent,
  writeSecretFile,
} from './secret-file';
import type { SecretStore } from './secret-store';

/** What a box seals: the name goes along, so that values cannot be swapped in the file. */
const Sealed = z.object({ name: z.string(), value: z.string() });
const CHECK = 'botpier';

export interface FileSecretStoreOptions {
  /** The data directory. */
  dir: string;
  /** Seals what is set from now on, unless the user chose another way. */
  box: SecretBox;
  /** Boxes used earlier: they still open what they sealed. */
  olderBoxes?: readonly SecretBox[];
  clock?: Clock;
}

/**
 * Secrets in `secrets.json`, each value sealed. A value that cannot be opened here (other passphrase, other
 * computer) is `unreadable` until it is set again. A file that is none is moved aside (`putAside`).
 * @throws AppError `notYours` when the file belongs to another user
 */
export async function createFileSecretStore(options: FileSecretStoreOptions): Promise<SecretStore> {
  const { dir, olderBoxes = [], clock = systemClock } = options;
  const boxes = new Map([...olderBoxes, options.box].map((each) => [each.kind, each]));
  const queue = createQueue();
  await removeStaleTemps(dir);

  const found = await readSecretFile(dir, clock.now());
  let content = found.content;
  /** Where nothing is kept on disk. */
  const inMemory = new Map<string, string>();
  const isOpenedBy = (check: string, by: SecretBox) =>
    by.open(Buffer.from(check, 'base64')).then(
      (text) => text === CHECK,
      () => false,
    );
  /** What seals now; undefined while a passphrase is waited for. */
  let box: SecretBox | undefined = options.box;
  if (content.keep?.how === 'passphrase' && !(await isOpenedBy(content.keep.check, options.box)))
    box = undefined;

  const replace = async (next: SecretContent) => {
    await writeSecretFile(dir, next);
    content = next;
  };
  const sealWith = async (by: SecretBox, name: string, value: string, at: number): Promise<SealedItem> => {
    const sealed = Buffer.from(await by.seal(JSON.stringify({ name, value })));
    return { v: sealed.toString('base64'), box: by.kind, at };
  };
  const open = async (name: string): Promise<string | undefined> => {
    const kept = inMemory.get(name);
    if (kept !== undefined) return kept;
    const item = content.items.get(name);
    const by = item && boxes.get(item.box);
    if (!item || !by) return undefined;
    try {
      const sealed = Buffer.from(item.v, 'base64');
      const opened = Sealed.parse(JSON.parse(await by.open(sealed)));
      if (opened.name !== name) return undefined;
      if (by.isOutdated?.(sealed)) void sealAnew(name, item, opened.value);
      return opened.value;
    } catch {
      return undefined;
    }
  };
  /** The key store has a newer key: the old one may be gone some day. What fails now is tried at the next look. */
  const sealAnew = (name: string, old: SealedItem, value: string) =>
    queue
      .run(async () => {
        if (!box || content.items.get(name) !== old) return;
        const items = new Map(content.items).set(name, await sealWith(box, name, value, old.at));
        await replace({ ...content, items });
      })
      .catch(() => {});
  const isInMemory = () => content.keep?.how === 'memory';
  const boxInUse = (): SecretBox => {
    if (!box) throw new AppError('secretsLocked');
    return box;
  };

  const keepingNow = (): SecretKeeping => {
    if (content.keep?.how === 'memory' || content.keep?.how === 'passphrase') return content.keep.how;
    return keepingOf(options.box);
  };

  return {
    get strength() {
      return isInMemory() ? 'none' : content.keep?.how === 'passphrase' ? 'strong' : options.box.strength;
    },
    ...(found.putAside === undefined ? {} : { putAside: found.putAside }),
    get keeping() {
      return keepingNow();
    },
    get isChosen() {
      return content.keep !== undefined;
    },
    // With a passphrase of the environment nothing else would be opened by it.
    choices:
      options.box.kind === 'scrypt'
        ? ['passphrase', 'memory']
        : [keepingOf(options.box), 'passphrase', 'memory'],
    get locked() {
      return box === undefined;
    },
    async state(name) {
      if (!inMemory.has(name) && !content.items.has(name)) return 'absent';
      return (await open(name)) === undefined ? 'unreadable' : 'present';
    },
    names: async () => [...new Set([...content.items.keys(), ...inMemory.keys()])],
    get: open,
    set: (name, value) =>
      queue.run(async () => {
        if (isInMemory()) {
          inMemory.set(name, value);
          return;
        }
        const item = await sealWith(boxInUse(), name, value, clock.now());
        await replace({ ...content, items: new Map(content.items).set(name, item) });
      }),
    delete: (name) =>
      queue.run(async () => {
        inMemory.delete(name);
        if (!content.items.has(name)) return;
        await replace({ ...content, items: new Map([...content.items].filter(([other]) => other !== name)) });
      }),
    async unlock(passphrase) {
      const { keep } = content;
      if (keep?.how !== 'passphrase' || box) return true;
      const tried = createPassphraseBox(passphrase);
      if (!(await isOpenedBy(keep.check, tried))) return false;
      boxes.set(tried.kind, tried);
      box = tried;
      return true;
    },
    keep: (keeping, passphrase = '') =>
      queue.run(async () => {
        const before = boxInUse();
        const values = new Map<string, string>();
        for (const name of new Set([...inMemory.keys(), ...content.items.keys()])) {
          const value = await open(name);
          if (value !== undefined) values.set(name, value);
        }
        const next = await nextWay(keeping, passphrase, before);
        // What cannot be opened here stays as it is: it may be opened again where it comes from.
        const items = new Map([...content.items].filter(([name]) => !values.has(name)));
        for (const [name, value] of next.keep?.how === 'memory' ? [] : values) {
          const at = content.items.get(name)?.at ?? clock.now();
          items.set(name, await sealWith(next.box, name, value, at));
        }
        await replace({ keep: next.keep, items });
        boxes.set(next.box.kind, next.box);
        box = next.box;
        inMemory.clear();
        if (next.keep?.how === 'memory') for (const [name, value] of values) inMemory.set(name, value);
      }),
  };

  async function nextWay(
    keeping: SecretKeeping,
    passphrase: string,
    before: SecretBox,
  ): Promise<{ keep: Keep | undefined; box: SecretBox }> {
    switch (keeping) {
      case 'memory':
        return { keep: { how: 'memory' }, box: before };
      case 'passphrase': {
        if (passphrase.length < LEAST_PASSPHRASE)
          throw new AppError('passphraseShort', { least: LEAST_PASSPHRASE });
        const made = createPassphraseBox(passphrase);
        const check = Buffer.from(await made.seal(CHECK)).toString('base64');
        return { keep: { how: 'passphrase', check }, box: made };
      }
      default:
        if (keepingOf(options.box) !== keeping) throw new AppError('notAllowed');
        return { keep: keeping === 'plain' ? { how: 'plain' } : undefined, box: options.box };
    }
  }
}

function keepingOf({ kind, strength }: SecretBox): SecretKeeping {
  if (kind === 'scrypt') return 'passphrase';
  return strength === 'strong' ? 'system' : 'plain';
}

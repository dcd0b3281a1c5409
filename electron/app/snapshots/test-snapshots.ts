import type { BotId } from '../../contract/ids';
import type { TestApp } from '../create-test-app';

/** What a brain's data may look like: a plugin under git, odd names, links, and an empty folder. */
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  '/data/plugins/mine/.git/HEAD': 'ref: refs/heads/main',
  '/data/con.txt:?*': 'no Windows disk takes this name',
  '/data/码头.json': '{}',
};

/** Puts files into a volume, as the program that has it would. */
export async function addFiles(
  test: TestApp,
  volume: string,
  files: Readonly<Record<string, string | Uint8Array>> = FILES,
): Promise<void> {
  const tree = test.engine.controls.volumeTree(volume);
  if (!tree) throw new Error(`no volume ${volume}`);
  const owned = { mode: 0o640, uid: 1000, gid: 1001 };
  for (const [path, content] of Object.entries(files))
    tree.set(path, { type: 'file', ...owned, content: Buffer.from(content) });
  tree.set('/data/empty', { type: 'folder', ...owned, mode: 0o1770 });
  tree.set('/data/latest', { type: 'link', ...owned, target: 'plugins/mine' });
}

/** What is in a volume, to be compared: no times, and no folder that is there only because something is in it. */
export function treeOf(test: TestApp, volume: string): Record<string, unknown> {
  const tree = test.engine.controls.volumeTree(volume) ?? new Map();
  return Object.fromEntries(
    [...tree]
      .filter(([path, node]) => node.type !== 'folder' || path === '/data/empty')
      .map(([path, node]) => {
        const { modifiedAt: _, ...rest } = node;
        return [
          path,
          rest.type === 'file' ? { ...rest, content: Buffer.from(rest.content).toString() } : rest,
        ];
      })
      .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  );
}

export async function volumesOf(test: TestApp, bot: BotId): Promise<string[]> {
  return (await test.engine.volumes.list(bot)).map(({ name }) => name).sort();
}

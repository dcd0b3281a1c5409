import type { BotId } from '../../contract/ids';
import { EngineError, type EngineVolumes } from '../engine';
import type { FileTree } from './container-files';
import type { EngineGate } from './engine-gate';
import { botOf, isOurs, type Labels, requireOurs } from './ownership';

export interface VolumeStore {
  readonly volumes: EngineVolumes;
  /** The files of a volume, made with these labels when it is missing. Throws `notOurs` for somebody else's. */
  mount(name: string, labels: Labels): FileTree;
  find(name: string): FileTree | undefined;
  /** Makes one without our labels. */
  addForeign(name: string): void;
}

/** `isInUse`: whether a container, running or not, mounts the volume. */
export function createVolumeStore(gate: EngineGate, isInUse: (name: string) => boolean): VolumeStore {
  const all = new Map<string, { name: string; labels: Labels; tree: FileTree }>();

  function mount(name: string, labels: Labels): FileTree {
    const existing = all.get(name);
    requireOurs(existing?.labels ?? labels, `volume ${name}`);
    const volume = existing ?? { name, labels: { ...labels }, tree: new Map() };
    all.set(name, volume);
    return volume.tree;
  }

  return {
    volumes: {
      list: (bot?: BotId) =>
        gate.run(() =>
          [...all.values()]
            .filter(({ labels }) => isOurs(labels) && (bot === undefined || botOf(labels) === bot))
            .map(({ name, labels }) => ({ name, labels })),
        ),
      ensure: (name, labels) =>
        gate.run(() => {
          requireOurs(labels, `volume ${name}`);
          mount(name, labels);
        }),
      measure: (bot) =>
        gate.run(() =>
          Object.fromEntries(
            [...all.values()]
              .filter(({ labels }) => botOf(labels) === bot)
              .map(({ name, tree }) => [
                name,
                [...tree.values()].reduce(
                  (sum, node) => sum + (node.type === 'file' ? node.content.length : 0),
                  0,
                ),
              ]),
          ),
        ),
      remove: (name) =>
        gate.run(() => {
          const volume = all.get(name);
          if (!volume) return;
          requireOurs(volume.labels, `volume ${name}`);
          if (isInUse(name)) throw new EngineError('inUse', `remove ${name}: volume is in use`, 409);
          all.delete(name);
        }),
    },
    mount,
    find: (name) => all.get(name)?.tree,
    addForeign: (name) => void all.set(name, { name, labels: {}, tree: new Map() }),
  };
}

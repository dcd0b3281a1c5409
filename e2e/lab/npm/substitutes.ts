import { PLUGINS } from '../../../electron/services/koishi/plugins';

/** A package as the lab serves it: written from nothing, or an obtainable one under another version. */
export interface Substitute {
  name: string;
  version: string;
  /** `name@version` of what it is made from; undefined = made of `files` alone. */
  from?: string;
  /** Put over the manifest. */
  manifest?: Readonly<Record<string, unknown>>;
  /** Files put into it, by path. */
  files?: Readonly<Record<string, string>>;
  /** Text replaced in a file of it; not finding the text is an error. */
  patch?: { path: string; find: string; replace: string };
}

/** What the pinned adapters call, and the obtainable core does not have. */
const MISSING_CALL = '(0, import_langchain.isChatLunaUserMessage)(message)';

const SHARED_ADAPTER: Substitute = {
  name: '@chatluna/v1-shared-adapter',
  version: '1.0.50',
  from: '@chatluna/v1-shared-adapter@1.0.37',
  patch: {
    path: 'lib/index.cjs',
    find: MISSING_CALL,
    replace: '(0, import_langchain.isChatLunaUserMessage)?.(message)',
  },
};

/** Real code under the pinned version. */
const RENAMED: Readonly<Record<string, string>> = {
  'koishi-plugin-chatluna': 'koishi-plugin-chatluna@1.3.36',
  'koishi-plugin-chatluna-qwen-adapter': 'koishi-plugin-chatluna-qwen-adapter@1.4.0-rc.0',
};

/** Cannot be had in any version: they load and offer no model. */
const ABSENT: readonly string[] = [
  'koishi-plugin-chatluna-claude-adapter',
  'koishi-plugin-chatluna-google-gemini-adapter',
  'koishi-plugin-chatluna-openai-like-adapter',
];

const SQLITE = '@koishijs/plugin-database-sqlite';

/**
 * What public registries that mirror only a part of npm do not have of the versions the product pins.
 * Where npm is to be had whole none of this is needed, and it does no harm.
 */
export const SUBSTITUTES: readonly Substitute[] = [
  SHARED_ADAPTER,
  ...PLUGINS.flatMap(({ name, version, peers }): Substitute[] => {
    const from = RENAMED[name];
    if (from) return [{ name, version, from, manifest: { peerDependencies: peers } }];
    if (name === SQLITE) {
      const manifest = { peerDependencies: peers, dependencies: { '@minatojs/driver-sqlite': '4.7.0' } };
      const code = "module.exports = require('@minatojs/driver-sqlite').SQLiteDriver;\n";
      return [{ name, version, manifest, files: { 'index.js': code } }];
    }
    if (!ABSENT.includes(name)) return [];
    const code = `exports.name = '${name}';\nexports.apply = () => {};\n`;
    return [{ name, version, manifest: { peerDependencies: peers }, files: { 'index.js': code } }];
  }),
];

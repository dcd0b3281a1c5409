import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { Hearing } from '../../contract/bot';
import type { ProgramFiles } from '../../lib/program-host';

const CONFIG_DIR = '/etc/botpier';
const PRESET_DIR = '/koishi/data/chathub/presets';

/** How the model is reached, by the adapter that stands in koishi.yml. */
export interface AdapterSettings {
  protocol: 'openai' | 'gemini' | 'anthropic';
  platform: string;
  key: string;
  baseUrl: string;
}

/** What the double takes from koishi.yml, koishi.env and the preset. */
export interface BrainSettings {
  port: number;
  companionToken: string;
  bridge: { endpoint: string; token: string };
  /** Undefined without ChatLuna: the brain then runs and stays silent. */
  chat: ChatSettings | undefined;
}

export interface ChatSettings {
  botNames: string[];
  isNickname: boolean;
  allowPrivate: boolean;
  allowAtReply: boolean;
  randomReplyFrequency: number;
  /** Whom it hears, where that is not everybody; the owners always. */
  hearing: Hearing | undefined;
  owners: string[];
  /** The model's name, without its platform. */
  model: string;
  systemPrompt: string;
  adapter: AdapterSettings;
}

const Entries = z.object({ plugins: z.record(z.string(), z.unknown()) });
const ServerEntry = z.object({ port: z.number() });
const CompanionEntry = z.object({
  token: z.string(),
  owners: z.array(z.string()).default([]),
  hearing: Hearing.optional(),
});
const OneBotEntry = z.object({ endpoint: z.string(), token: z.string().default('') });
const ChatLunaEntry = z.object({
  botNames: z.array(z.string()),
  isNickname: z.boolean(),
  allowPrivate: z.boolean(),
  allowAtReply: z.boolean(),
  randomReplyFrequency: z.number(),
  defaultModel: z.string(),
  defaultPreset: z.string(),
});
const Preset = z.object({
  keywords: z.array(z.string()),
  prompts: z.array(z.object({ role: z.string(), content: z.string() })),
});

const KeyAndUrl = z.tuple([z.string(), z.string(), z.boolean()]);

interface AdapterRow {
  plugin: string;
  protocol: AdapterSettings['protocol'];
  platform: string;
  read(entry: unknown): { key: string; baseUrl: string };
}

const readKeys = (entry: unknown) => {
  const [first] = z.object({ apiKeys: z.array(KeyAndUrl).min(1) }).parse(entry).apiKeys;
  return { key: first?.[0] ?? '', baseUrl: first?.[1] ?? '' };
};

/** The adapters of ChatLuna that BotPier knows, and what each speaks. */
const ADAPTERS: readonly AdapterRow[] = [
  { plugin: 'chatluna-openai-like-adapter', protocol: 'openai', platform: 'openai-like', read: readKeys },
  { plugin: 'chatluna-deepseek-adapter', protocol: 'openai', platform: 'deepseek', read: readKeys },
  { plugin: 'chatluna-google-gemini-adapter', protocol: 'gemini', platform: 'gemini', read: readKeys },
  { plugin: 'chatluna-claude-adapter', protocol: 'anthropic', platform: 'claude', read: readKeys },
  {
    plugin: 'chatluna-qwen-adapter',
    protocol: 'openai',
    platform: 'qwen',
    read(entry) {
      const keys = z.object({ apiKeys: z.array(z.tuple([z.string(), z.boolean()])).min(1) }).parse(entry);
      return {
        key: keys.apiKeys[0]?.[0] ?? '',
        baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
      };
    },
  },
  {
    plugin: 'chatluna-ollama-adapter',
    protocol: 'openai',
    platform: 'ollama',
    read(entry) {
      const ends = z
        .object({ apiEndpoints: z.array(z.tuple([z.string(), z.boolean()])).min(1) })
        .parse(entry);
      return { key: 'none', baseUrl: `${ends.apiEndpoints[0]?.[0] ?? ''}/v1` };
    },
  },
];

/** Reads what BotPier wrote for Koishi. @throws when a file is missing or not as Koishi would want it */
export async function readBrainSettings(files: ProgramFiles, nowMs: number): Promise<BrainSettings> {
  const env = parseEnv(await readFile(files, `${CONFIG_DIR}/koishi.env`));
  const { plugins } = Entries.parse(fillIn(parse(await readFile(files, `${CONFIG_DIR}/koishi.yml`)), env));
  const find = (name: string) => Object.entries(plugins).find(([key]) => pluginOf(key) === name)?.[1];
  const oneBot = OneBotEntry.parse(find('adapter-onebot'));
  const companion = CompanionEntry.parse(find(`${CONFIG_DIR}/companion.cjs`));
  const chatLuna = find('chatluna');
  const adapter = ADAPTERS.find(({ plugin }) => find(plugin) !== undefined);
  return {
    port: ServerEntry.parse(find('server')).port,
    companionToken: companion.token,
    bridge: oneBot,
    chat:
      chatLuna && adapter
        ? {
            ...(await readChat(files, ChatLunaEntry.parse(chatLuna), adapter, find(adapter.plugin), nowMs)),
            hearing: companion.hearing,
            owners: companion.owners,
          }
        : undefined,
  };
}

async function readChat(
  files: ProgramFiles,
  { defaultModel, defaultPreset, ...rules }: z.infer<typeof ChatLunaEntry>,
  row: AdapterRow,
  entry: unknown,
  nowMs: number,
): Promise<Omit<ChatSettings, 'hearing' | 'owners'>> {
  const slash = defaultModel.indexOf('/');
  return {
    ...rules,
    model: defaultModel.slice(slash + 1),
    systemPrompt: await readPrompt(files, defaultPreset, nowMs),
    adapter: { protocol: row.protocol, platform: defaultModel.slice(0, slash), ...row.read(entry) },
  };
}

async function readPrompt(files: ProgramFiles, keyword: string, nowMs: number): Promise<string> {
  for (const name of await files.list(PRESET_DIR)) {
    const preset = Preset.safeParse(parse(await readFile(files, `${PRESET_DIR}/${name}`)));
    if (!preset.success || !preset.data.keywords.includes(keyword)) continue;
    const system = preset.data.prompts.filter(({ role }) => role === 'system').map(({ content }) => content);
    return system.join('\n').replaceAll('{date}', new Date(nowMs).toISOString().slice(0, 10));
  }
  throw new Error(`No presets loaded for keyword ${keyword}`);
}

async function readFile(files: ProgramFiles, path: string): Promise<string> {
  const text = await files.read(path);
  if (text === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
  return text;
}

/** `name:ident` without its ident. */
function pluginOf(key: string): string {
  return key.slice(0, key.lastIndexOf(':'));
}

/** Puts environment variables where `${{ env.X }}` asks for them; an unknown one is an empty text. */
function fillIn(value: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (_match, name: string) => env[name] ?? '');
  }
  if (Array.isArray(value)) return value.map((item) => fillIn(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, env)]));
}

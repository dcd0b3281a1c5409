import { parseEnv } from 'node:util';
import { z } from 'zod';
import { Hearing } from '../../contract/bot';
import type { ProgramFiles } from '../../lib/program-host';
import type { ChatSettings } from './koishi-files';

const CONFIG = '/AstrBot/data/cmd_config.json';
const PLUGIN = '/AstrBot/data/plugins/botpier';
const ENV = '/etc/botpier/astrbot.env';

/** What the double takes from AstrBot's config, its environment and the plugin. */
export interface AstrBotSettings {
  panelPort: number;
  jwtSecret: string;
  bridge: { port: number; token: string };
  /** Undefined without a model: it then runs and stays silent. */
  chat: ChatSettings | undefined;
}

const Config = z.object({
  dashboard: z.object({
    port: z.number(),
    jwt_secret: z.string().min(1),
    pbkdf2_password: z.string().min(1),
  }),
  platform: z.array(
    z.object({
      type: z.string(),
      enable: z.boolean(),
      ws_reverse_port: z.number(),
      ws_reverse_token: z.string(),
    }),
  ),
  provider_sources: z.array(
    z.object({ id: z.string(), type: z.string(), key: z.array(z.string()), api_base: z.string() }),
  ),
  // Those in the form before there were sources, in which all of it stood in one, are of no use to the double.
  provider: z.array(
    z.object({
      id: z.string(),
      provider_source_id: z.string().optional(),
      model: z.string().default(''),
    }),
  ),
  provider_settings: z.object({ default_provider_id: z.string() }),
  provider_ltm_settings: z.object({
    active_reply: z.object({ enable: z.boolean(), possibility_reply: z.number() }),
  }),
  platform_settings: z.object({ friend_message_needs_wake_prefix: z.boolean() }),
  wake_prefix: z.array(z.string()),
});
type Config = z.infer<typeof Config>;

const PluginSettings = z.object({
  persona: z.object({ prompt: z.string() }),
  owners: z.array(z.string()),
  hearing: Hearing,
});

/** What each kind of source speaks, and the version that the library behind it adds to the address. */
const SOURCES: Record<string, { protocol: ChatSettings['adapter']['protocol']; version: string }> = {
  openai_chat_completion: { protocol: 'openai', version: '' },
  googlegenai_chat_completion: { protocol: 'gemini', version: '/v1beta' },
  anthropic_chat_completion: { protocol: 'anthropic', version: '/v1' },
};

/** Reads what BotPier wrote for AstrBot. @throws when a file is missing or not as AstrBot would want it */
export async function readAstrBotSettings(files: ProgramFiles): Promise<AstrBotSettings> {
  const config = Config.parse(JSON.parse((await readFile(files, CONFIG)).replace(/^\uFEFF/, '')));
  const env = parseEnv(await readFile(files, ENV));
  const plugin = PluginSettings.parse(JSON.parse(await readFile(files, `${PLUGIN}/settings.json`)));
  await readFile(files, `${PLUGIN}/main.py`);
  await readFile(files, `${PLUGIN}/hearing.py`);
  const platform = config.platform.find(({ type, enable }) => enable && type === 'aiocqhttp');
  if (!platform) throw new Error('no platform is enabled');
  return {
    panelPort: config.dashboard.port,
    jwtSecret: config.dashboard.jwt_secret,
    bridge: { port: platform.ws_reverse_port, token: platform.ws_reverse_token },
    chat: readChat(config, env, plugin),
  };
}

function readChat(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
  { persona, hearing, owners }: z.infer<typeof PluginSettings>,
): ChatSettings | undefined {
  const model = config.provider.find(({ id }) => id === config.provider_settings.default_provider_id);
  const source = config.provider_sources.find(({ id }) => id === model?.provider_source_id);
  const spoken = SOURCES[source?.type ?? ''];
  if (!model || !source || !spoken) return undefined;
  const [key = ''] = source.key;
  const { active_reply: reply } = config.provider_ltm_settings;
  return {
    botNames: config.wake_prefix.filter((prefix) => prefix !== '/'),
    isNickname: true,
    allowPrivate: !config.platform_settings.friend_message_needs_wake_prefix,
    allowAtReply: true,
    randomReplyFrequency: reply.enable ? reply.possibility_reply : 0,
    model: model.model,
    systemPrompt: persona.prompt,
    hearing,
    owners,
    adapter: {
      protocol: spoken.protocol,
      platform: source.id,
      key: key.startsWith('$') ? (env[key.slice(1)] ?? '') : key,
      baseUrl: source.api_base + spoken.version,
    },
  };
}

async function readFile(files: ProgramFiles, path: string): Promise<string> {
  const text = await files.read(path);
  if (text === undefined) throw new Error(`[Errno 2] No such file or directory: '${path}'`);
  return text;
}

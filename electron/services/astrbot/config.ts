import type { ContextLength } from '../../contract/bot';
import { isNearby, reachHost } from '../host-address';
import type { DefinitionInput, ModelAccess } from '../roles';
import { type Entry, keepEdits, parseConfig, stringifyConfig, type Wishes } from './merge';
import { passwordFields, passwordMark } from './password';

/** Where AstrBot keeps everything, and where our read-only files lie. */
export const DATA_DIR = '/AstrBot/data';
export const CONFIG_DIR = '/etc/botpier';
export const PANEL_PORT = 6185;
export const BRIDGE_PORT = 6199;

/** What is ours in AstrBot goes by these ids. They stand in the names of its conversations and never change. */
export const PLATFORM = 'botpier';
export const PROVIDER = 'botpier/model';
export const PERSONA = 'botpier';
const SOURCE = 'botpier';

/** Who signs in to AstrBot's panel. */
export const PANEL_USER = 'botpier';
const KEY_ENV = 'BOTPIER_MODEL_KEY';

/** What AstrBot itself leaves out of a proxy, and the names that only containers know. */
const NEAR = [
  'localhost',
  '127.0.0.1',
  '::1',
  '10.*',
  '192.168.*',
  'host.docker.internal',
  'napcat',
  'astrbot',
  'gemini-balance',
];

/**
 * The content of `data/cmd_config.json`. The wiring and what lets BotPier in are ours, whatever stands there.
 * What BotPier has a setting for is written where that setting is another one than the last time; what was edited
 * in AstrBot's panel stays until then. Everything else is theirs.
 * AstrBot reads the file when it starts and writes over it while it runs: for a stopped container only.
 * @param existing as it stands; one that cannot be read, with which AstrBot would not start, is made anew.
 */
export function cmdConfig(input: DefinitionInput, existing?: string): string {
  const { secrets, model } = input;
  const { jwt, password } = secrets;
  if (!jwt || !password) throw new Error('astrbot: a secret of the panel is missing');
  const saved = parseConfig(existing);
  const ours = saved.platform.find(({ id }) => id === PLATFORM);
  const wishes = describeWishes(input);
  const edited = keepEdits(saved, wishes, ours?.botpier?.wishes ?? {});
  const mark = passwordMark(password);
  const isSeeded = ours?.botpier?.password === mark && Boolean(saved.dashboard['pbkdf2_password']);
  return stringifyConfig({
    ...edited,
    dashboard: {
      ...saved.dashboard,
      ...(isSeeded ? {} : { username: PANEL_USER, ...passwordFields(password) }),
      enable: true,
      host: '0.0.0.0',
      port: PANEL_PORT,
      jwt_secret: jwt,
      ssl: { ...Object(saved.dashboard['ssl']), enable: false },
    },
    platform: [
      { ...ours, ...describeBridge(input), botpier: { wishes, password: mark } },
      ...saved.platform
        .filter(({ id }) => id !== PLATFORM)
        .map((other) => (takesOurPort(other) ? { ...other, enable: false } : other)),
    ],
    provider_sources: model ? replace(saved.provider_sources, describeSource(model)) : saved.provider_sources,
    provider: model ? replace(saved.provider, describeModel(model)) : saved.provider,
  });
}

/** astrbot.env: the model's key, for a shell to read. For root alone; the config holds only its name. */
export function astrbotEnv({ model }: DefinitionInput): string {
  // AstrBot wants a key also where the server wants none.
  const key = model?.key || 'none';
  if (/[\r\n]/.test(key)) throw new Error('a secret cannot be written into an environment file');
  return `${KEY_ENV}='${key.replaceAll(`'`, `'\\''`)}'\n`;
}

/** Rounds of a talk that go along; AstrBot's own is as many as the model takes. */
const TURNS: Record<ContextLength, number> = { short: 10, usual: -1, long: -1 };

/** BotPier's settings in AstrBot's words, by the paths where they stand. */
function describeWishes({ bot, network, model }: DefinitionInput): Wishes {
  const { persona, wake, owner } = bot;
  return {
    timezone: 'Asia/Shanghai',
    disable_metrics: true,
    http_proxy: network.proxy && reachHost(network.proxy),
    no_proxy:
      model && isNearby(model.baseUrl) ? [...new Set([...NEAR, new URL(model.baseUrl).hostname])] : NEAR,
    // Files go to the messenger by HTTP, so that it need not see the folder that holds everything.
    callback_api_base: `http://astrbot:${PANEL_PORT}`,
    admins_id: owner ? [owner] : [],
    wake_prefix: ['/', ...(wake.nickname ? [persona.nickname] : [])],
    'platform_settings.friend_message_needs_wake_prefix': !wake.private,
    'provider_settings.default_provider_id': model ? PROVIDER : '',
    'provider_settings.default_personality': PERSONA,
    ...(bot.context === undefined ? {} : { 'provider_settings.max_context_length': TURNS[bot.context] }),
    'provider_ltm_settings.active_reply.enable': wake.random > 0,
    'provider_ltm_settings.active_reply.method': 'possibility_reply',
    'provider_ltm_settings.active_reply.possibility_reply': wake.random,
  };
}

function describeBridge({ bridge }: DefinitionInput) {
  return {
    id: PLATFORM,
    type: 'aiocqhttp',
    enable: true,
    ws_reverse_host: '0.0.0.0',
    ws_reverse_port: BRIDGE_PORT,
    ws_reverse_token: bridge.token,
  };
}

/** How each protocol is called there; the libraries behind two of them add the version to the address. */
const SOURCES: Record<ModelAccess['protocol'], { provider: string; type: string; version?: RegExp }> = {
  openai: { provider: 'openai', type: 'openai_chat_completion' },
  gemini: { provider: 'google', type: 'googlegenai_chat_completion', version: /\/v1(beta)?$/ },
  anthropic: { provider: 'anthropic', type: 'anthropic_chat_completion', version: /\/v1$/ },
};

function describeSource({ protocol, baseUrl }: ModelAccess) {
  const { provider, type, version } = SOURCES[protocol];
  const base = baseUrl.replace(/\/+$/, '');
  return {
    id: SOURCE,
    provider,
    type,
    provider_type: 'chat_completion',
    enable: true,
    key: [`$${KEY_ENV}`],
    api_base: version ? base.replace(version, '') : base,
  };
}

function describeModel({ model }: ModelAccess) {
  return { id: PROVIDER, provider_source_id: SOURCE, model, enable: true };
}

/** A list with ours in the first place, and what somebody added to it kept. */
function replace(entries: readonly Entry[], ours: Entry): Entry[] {
  const found = entries.find(({ id }) => id === ours.id);
  return [{ ...found, ...ours }, ...entries.filter((entry) => entry !== found)];
}

/** Two adapters on one port: the second does not come up, whichever that is. */
function takesOurPort(platform: Entry): boolean {
  return (
    platform['type'] === 'aiocqhttp' && Number(platform['ws_reverse_port'] || BRIDGE_PORT) === BRIDGE_PORT
  );
}

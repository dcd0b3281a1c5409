import { stringify } from 'yaml';
import type { ContextLength } from '../../contract/bot';
import { isSelective } from '../hearing';
import { hasLogin, reachHost } from '../host-address';
import type { DefinitionInput } from '../roles';
import { chooseAdapter } from './adapters';
import { PRESET } from './presets';

/** Where the read-only configuration lies in the container. */
export const CONFIG_DIR = '/etc/botpier';
export const COMPANION_PORT = 5140;

/** Secrets and where each stands: koishi.env holds them, koishi.yml only their names. */
const ENV = {
  companion: 'BOTPIER_COMPANION',
  bridge: 'BOTPIER_BRIDGE',
  model: 'BOTPIER_MODEL_KEY',
  proxy: 'BOTPIER_PROXY',
} as const;

/** Commands that could restart ChatLuna or switch its models are the owner's. */
const OWNER_ONLY = { config: { permissions: ['authority:4'] } };

const REDIAL = { retryTimes: 10, retryInterval: 2_000, retryLazy: 10_000, responseTimeout: 20_000 };

/**
 * koishi.yml. Each entry carries an identifier that is unique in the file, or Koishi would want to rewrite it.
 * No console, no market, no telemetry. Without a model the brain runs and stays silent.
 */
export function koishiYaml({ bot, bridge, network, model }: DefinitionInput): string {
  const { persona, wake, owner, hearing } = bot;
  const adapter = model && chooseAdapter(model, placeholder('model'));
  const defaultModel = adapter && `${adapter.platform}/${model.model}`;
  const adapterKey = adapter && `${adapter.plugin}:botpier-adapter`;
  const config = {
    // Without a prefix any message in a group that begins with `help` would be taken for the command.
    prefix: ['/'],
    nickname: wake.nickname ? [persona.nickname] : [],
    plugins: {
      'server:botpier-server': { host: '0.0.0.0', port: COMPANION_PORT },
      'http:botpier-http': {},
      'proxy-agent:botpier-proxy': {},
      'locales:botpier-locales': {},
      'help:botpier-help': {},
      'commands:botpier-commands': { chatluna: OWNER_ONLY },
      'database-sqlite:botpier-database': { path: 'data/koishi.db' },
      [`${CONFIG_DIR}/companion.cjs:botpier-companion`]: {
        token: placeholder('companion'),
        owners: owner ? [owner] : [],
        ...(isSelective(hearing) ? { hearing } : {}),
        ...(adapterKey ? { model: defaultModel, adapter: adapterKey } : {}),
      },
      'adapter-onebot:botpier-onebot': {
        protocol: 'ws',
        endpoint: bridge.url,
        token: placeholder('bridge'),
        // Any will do: the messenger's own number takes its place at the first greeting.
        selfId: '1',
        ...REDIAL,
      },
      ...(adapter && adapterKey
        ? {
            'chatluna:botpier-chatluna': {
              botNames: [persona.nickname],
              isNickname: wake.nickname,
              allowPrivate: wake.private,
              privateChatWithoutCommand: wake.private,
              allowAtReply: wake.mention,
              randomReplyFrequency: wake.random,
              // With streaming on, ChatLuna 1.3.36 asks the model and never sends the answer.
              streamResponse: false,
              outputMode: 'text',
              defaultChatMode: 'chat',
              defaultModel,
              defaultPreset: PRESET,
              // One conversation for each group, in the words of 1.4 and of 1.3; each skips the other's.
              autoCreateRoomFromUser: false,
              defaultGroupRouteMode: 'shared',
              autoUpdateRoomMode: 'all',
              ...(network.proxy
                ? {
                    isProxy: true,
                    proxyAddress: hasLogin(network.proxy) ? placeholder('proxy') : reachHost(network.proxy),
                  }
                : {}),
            },
            [adapterKey]: { ...adapter.settings, ...contextSettings(bot.context) },
          }
        : {}),
    },
  };
  return stringify(withoutCode(config), { lineWidth: 0 });
}

/** koishi.env: the secrets, for `node --env-file`. To be read by root alone. */
export function koishiEnv({ secrets, bridge, model, network }: DefinitionInput): string {
  const { companion = '' } = secrets;
  const values = {
    [ENV.companion]: companion,
    [ENV.bridge]: bridge.token,
    // Adapters skip an entry without a key, also where the server wants none.
    ...(model ? { [ENV.model]: model.key || 'none' } : {}),
    ...(hasLogin(network.proxy) ? { [ENV.proxy]: reachHost(network.proxy) } : {}),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${quote(value)}\n`)
    .join('');
}

/** Which share of the model's window a talk may fill; ChatLuna's own is 0.35. */
const CONTEXT_RATIO: Record<ContextLength, number> = { short: 0.1, usual: 0.35, long: 0.8 };

function contextSettings(context: ContextLength | undefined) {
  return context === undefined ? {} : { maxContextRatio: CONTEXT_RATIO[context] };
}

function placeholder(name: keyof typeof ENV): string {
  return `\${{ env.${ENV[name]} }}`;
}

/** A value in quotes that it does not contain; `node --env-file` knows three, and no escapes. */
function quote(value: string): string {
  const mark = [`'`, '"', '`'].find((candidate) => !value.includes(candidate));
  if (!mark || /[\r\n]/.test(value)) throw new Error('a secret cannot be written into an environment file');
  return `${mark}${value}${mark}`;
}

const OURS = new Set(Object.keys(ENV).map((name) => placeholder(name as keyof typeof ENV)));

/** Koishi runs what stands between `${{` and `}}` as code: in a nickname or a model's name it is mere text. */
function withoutCode(value: unknown): unknown {
  if (typeof value === 'string') return OURS.has(value) ? value : value.replaceAll('${{', '$ {{');
  if (Array.isArray(value)) return value.map(withoutCode);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutCode(item)]));
}

import { z } from 'zod';
import type { BridgeEnd } from '../roles';

/** Where NapCat looks for its files. */
export const CONFIG_DIR = '/app/napcat/config';

/** Container ports. The brain's is never published; the monitor's is, on loopback. */
export const WEBUI_PORT = 6099;
export const BRIDGE_PORT = 3001;
export const MONITOR_PORT = 3002;

/** Tokens of our two OneBot servers. */
export interface BridgeTokens {
  bridge: string;
  monitor: string;
}

/** Parts of NapCat's OneBot config that we look at; everything else passes through. */
const OneBotConfig = z.looseObject({ network: z.unknown().optional() });
type OneBotConfig = z.infer<typeof OneBotConfig>;
const Network = z.looseObject({ websocketServers: z.unknown().optional() });
const Adapter = z.looseObject({
  name: z.string(),
  enable: z.unknown().optional(),
  port: z.unknown().optional(),
});
type Adapter = z.infer<typeof Adapter>;

/**
 * The content of `webui.json`: what we need to get in is ours, everything else stays as it is.
 * Strict JSON, as NapCat reads this one file.
 * @param account signs in by itself when the messenger starts; undefined leaves what is there.
 */
export function mergeWebUi(existing: string | undefined, token: string, account: string | undefined): string {
  const theirs = parseObject(existing);
  return stringify({
    ...theirs,
    // `::`, NapCat's own default, does not start on a machine without IPv6.
    host: '0.0.0.0',
    port: WEBUI_PORT,
    token: solid(token),
    loginRate: 10,
    // What would lock BotPier itself out.
    disableWebUI: false,
    accessControlMode: 'none',
    enable2FA: false,
    ...(account === undefined ? {} : { autoLoginAccount: account }),
  });
}

/** The content of `onebot11.json` or `onebot11_<uin>.json`: our two servers are ours, everything else is theirs. */
export function mergeOneBot(existing: string | undefined, tokens: BridgeTokens): string {
  return stringify(withOurServers(parseObject(existing), tokens));
}

/**
 * A OneBot config with our two servers in it. Servers of others stay; one that would take the port of ours is
 * switched off, because NapCat only logs that a port is taken.
 */
export function withOurServers(config: OneBotConfig, tokens: BridgeTokens): OneBotConfig {
  const ours = ourServers(tokens);
  const theirs = Object.entries(networkOf(config)).map(([kind, adapters]) => [
    kind,
    adaptersOf(adapters)
      .filter((adapter) => !isOurs(adapter))
      .map((adapter) => (takesOurPort(kind, adapter) ? { ...adapter, enable: false } : adapter)),
  ]);
  const network = Network.parse({ ...EMPTY_NETWORK, ...Object.fromEntries(theirs) });
  const websocketServers = [...ours, ...adaptersOf(network.websocketServers)];
  return { ...config, network: { ...network, websocketServers } };
}

/** Compares the config of a running NapCat with ours; `what` of a change is safe to show. */
export function inspectServers(config: OneBotConfig, tokens: BridgeTokens): BridgeEnd {
  const network = networkOf(config);
  const present = adaptersOf(network.websocketServers);
  for (const wish of ourServers(tokens)) {
    const found = present.find((server) => server.name === wish.name);
    if (!found) return { kind: 'missing' };
    if (found.enable !== true) return { kind: 'disabled' };
    const changed = WATCHED.find((key) => found[key] !== wish[key]);
    if (changed) return { kind: 'changed', what: changed };
  }
  const intruder = Object.entries(network).some(([kind, adapters]) =>
    adaptersOf(adapters).some((adapter) => !isOurs(adapter) && takesOurPort(kind, adapter)),
  );
  return intruder ? { kind: 'changed', what: 'port' } : { kind: 'ok' };
}

/** The tokens that our two servers have now. @throws RangeError for one that is empty or weak. */
export function tokensOf(config: OneBotConfig): BridgeTokens {
  const present = adaptersOf(networkOf(config)['websocketServers']);
  const tokenOf = (name: string) =>
    solid(String(present.find((server) => server.name === name)?.['token'] ?? ''));
  return { bridge: tokenOf(BRIDGE_NAME), monitor: tokenOf(MONITOR_NAME) };
}

const BRIDGE_NAME = 'botpier-bridge';
const MONITOR_NAME = 'botpier-monitor';

/** What breaks the wiring when somebody edits it, most telling first. */
const WATCHED = ['token', 'port', 'host', 'messagePostFormat', 'reportSelfMessage'] as const;

/** The kinds of adapter that listen on a port. */
const LISTENING = ['httpServers', 'httpSseServers', 'websocketServers'];

const EMPTY_NETWORK = {
  httpServers: [],
  httpSseServers: [],
  httpClients: [],
  websocketServers: [],
  websocketClients: [],
  plugins: [],
};

function ourServers(tokens: BridgeTokens) {
  const common = {
    enable: true,
    // The default, 127.0.0.1, is out of reach from other containers.
    host: '0.0.0.0',
    messagePostFormat: 'array',
    enableForcePushEvent: true,
    debug: false,
  };
  return [
    {
      ...common,
      name: BRIDGE_NAME,
      port: BRIDGE_PORT,
      token: solid(tokens.bridge),
      // A brain that hears itself would answer itself.
      reportSelfMessage: false,
      heartInterval: 30_000,
    },
    {
      ...common,
      name: MONITOR_NAME,
      port: MONITOR_PORT,
      token: solid(tokens.monitor),
      // Sent messages are counted, too.
      reportSelfMessage: true,
      heartInterval: 5_000,
    },
  ] as const;
}

function isOurs(adapter: Adapter): boolean {
  return adapter.name === BRIDGE_NAME || adapter.name === MONITOR_NAME;
}

function takesOurPort(kind: string, adapter: Adapter): boolean {
  return (
    LISTENING.includes(kind) &&
    adapter.enable === true &&
    (adapter.port === BRIDGE_PORT || adapter.port === MONITOR_PORT)
  );
}

function networkOf(config: OneBotConfig): z.infer<typeof Network> {
  return Network.safeParse(config.network).data ?? {};
}

/** Entries that are no adapters at all would make NapCat refuse the whole file. */
function adaptersOf(value: unknown): Adapter[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => Adapter.safeParse(item).data ?? []);
}

/** A file that cannot be read is started anew: NapCat would run without any server. */
function parseObject(text: string | undefined): OneBotConfig {
  if (text === undefined) return {};
  try {
    return OneBotConfig.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

/** NapCat replaces an empty or default token by one of its own, and treats an empty OneBot token as none at all. */
function solid(token: string): string {
  if (!/^[A-Za-z0-9]{16,}$/.test(token)) throw new RangeError('a token needs 16 or more letters and digits');
  return token;
}

function stringify(value: OneBotConfig): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

import { z } from 'zod';
import type { BridgeEnd } from '../roles';

/** Where NapCat looks for its files. */
export const CONFIG_DIR = '/app/napcat/config';

/** Container ports. The brain's is never published; the monitor's is, on loopback. */
export const WEBUI_PORT = 6099;
export const BRIDGE_PORT = 3001;
export const MONITOR_PORT = 3002;

/** Our two ends of OneBot: the bridge to the brain and the monitor's server. */
export interface OurEnds {
  /** The bridge's token. */
  bridge: string;
  /** The monitor's token. */
  monitor: string;
  /** Where the bridge dials the brain; undefined when it is a server that the brain dials. */
  brainUrl?: string | undefined;
}

/** Parts of NapCat's OneBot config that we look at; everything else passes through. */
const OneBotConfig = z.looseObject({ network: z.unknown().optional() });
type OneBotConfig = z.infer<typeof OneBotConfig>;
const Network = z.looseObject({
  websocketServers: z.unknown().optional(),
  websocketClients: z.unknown().optional(),
});
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

/** The content of `onebot11.json` or `onebot11_<uin>.json`: our two ends are ours, everything else is theirs. */
export function mergeOneBot(existing: string | undefined, ends: OurEnds): string {
  return stringify(withOurEnds(parseObject(existing), ends));
}

/**
 * A OneBot config with our two ends in it, and none of ours anywhere else. Those of others stay; a server that
 * would take the port of ours is switched off, because NapCat only logs that a port is taken.
 */
export function withOurEnds(config: OneBotConfig, ends: OurEnds): OneBotConfig {
  const ours = ourAdapters(ends);
  const theirs = Object.entries(networkOf(config)).map(([kind, adapters]) => [
    kind,
    adaptersOf(adapters)
      .filter((adapter) => !isOurs(adapter))
      .map((adapter) => (takesPort(ours, kind, adapter) ? { ...adapter, enable: false } : adapter)),
  ]);
  const network = Network.parse({ ...EMPTY_NETWORK, ...Object.fromEntries(theirs) });
  const added = DIRECTIONS.map((kind) => [kind, [...ours[kind], ...adaptersOf(network[kind])]]);
  return { ...config, network: { ...network, ...Object.fromEntries(added) } };
}

/** The config without any bridge of ours, when it has one for another brain than the wished; else undefined. */
export function withoutOtherBridge(config: OneBotConfig, ends: OurEnds): OneBotConfig | undefined {
  const network = networkOf(config);
  if (!hasOtherBridge(network, ourAdapters(ends))) return undefined;
  const kept = DIRECTIONS.map((kind) => [
    kind,
    adaptersOf(network[kind]).filter(({ name }) => name !== BRIDGE_NAME),
  ]);
  return { ...config, network: { ...network, ...Object.fromEntries(kept) } };
}

/** Compares the config of a running NapCat with ours; `what` of a change is safe to show. */
export function inspectEnds(config: OneBotConfig, ends: OurEnds): BridgeEnd {
  const ours = ourAdapters(ends);
  const network = networkOf(config);
  // Left over from a change of brain that was cut short: nobody edited that by hand.
  if (hasOtherBridge(network, ours)) return { kind: 'missing' };
  for (const kind of DIRECTIONS) {
    const present = adaptersOf(network[kind]);
    for (const wish of ours[kind]) {
      const found = present.find((adapter) => adapter.name === wish.name);
      if (!found) return { kind: 'missing' };
      if (found.enable !== true) return { kind: 'disabled' };
      const changed = WATCHED.find((key) => found[key] !== wish[key]);
      if (changed) return { kind: 'changed', what: changed };
    }
  }
  const intruder = Object.entries(network).some(([kind, adapters]) =>
    adaptersOf(adapters).some((adapter) => !isOurs(adapter) && takesPort(ours, kind, adapter)),
  );
  return intruder ? { kind: 'changed', what: 'port' } : { kind: 'ok' };
}

/** The tokens that our two ends have now. @throws RangeError for one that is empty or weak. */
export function tokensOf(config: OneBotConfig): { bridge: string; monitor: string } {
  const network = networkOf(config);
  const present = DIRECTIONS.flatMap((kind) => adaptersOf(network[kind]));
  const tokenOf = (name: string) =>
    solid(String(present.find((adapter) => adapter.name === name)?.['token'] ?? ''));
  return { bridge: tokenOf(BRIDGE_NAME), monitor: tokenOf(MONITOR_NAME) };
}

const BRIDGE_NAME = 'botpier-bridge';
const MONITOR_NAME = 'botpier-monitor';

/** What breaks the wiring when somebody edits it, most telling first. */
const WATCHED = ['token', 'url', 'port', 'host', 'messagePostFormat', 'reportSelfMessage'] as const;

/** The kinds of adapter that ours are of: dialled and dialling. */
const DIRECTIONS = ['websocketServers', 'websocketClients'] as const;

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

type OurAdapters = Record<(typeof DIRECTIONS)[number], readonly Adapter[]>;

function ourAdapters({ bridge, monitor, brainUrl }: OurEnds): OurAdapters {
  const common = { enable: true, messagePostFormat: 'array', debug: false };
  // The default, 127.0.0.1, is out of reach from other containers.
  const server = { ...common, host: '0.0.0.0', enableForcePushEvent: true };
  const toBrain = {
    name: BRIDGE_NAME,
    token: solid(bridge),
    // A brain that hears itself would answer itself.
    reportSelfMessage: false,
    heartInterval: 30_000,
  };
  const toMonitor = {
    ...server,
    name: MONITOR_NAME,
    port: MONITOR_PORT,
    token: solid(monitor),
    // Sent messages are counted, too.
    reportSelfMessage: true,
    heartInterval: 5_000,
  };
  if (brainUrl === undefined) {
    return {
      websocketServers: [{ ...server, ...toBrain, port: BRIDGE_PORT }, toMonitor],
      websocketClients: [],
    };
  }
  return {
    websocketServers: [toMonitor],
    websocketClients: [{ ...common, ...toBrain, url: brainUrl, reconnectInterval: 2_000 }],
  };
}

/** Whether it dials a brain where it should be dialled, or the other way round. */
function hasOtherBridge(network: z.infer<typeof Network>, ours: OurAdapters): boolean {
  return DIRECTIONS.some((kind) => {
    const isBridge = ({ name }: Adapter) => name === BRIDGE_NAME;
    return adaptersOf(network[kind]).some(isBridge) && !ours[kind].some(isBridge);
  });
}

function isOurs(adapter: Adapter): boolean {
  return adapter.name === BRIDGE_NAME || adapter.name === MONITOR_NAME;
}

function takesPort(ours: OurAdapters, kind: string, adapter: Adapter): boolean {
  return (
    LISTENING.includes(kind) &&
    adapter.enable === true &&
    ours.websocketServers.some(({ port }) => port === adapter.port)
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

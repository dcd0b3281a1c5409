import { AppError } from '../../contract/errors';
import type { NetworkView, ProxyLogin } from '../../contract/network';
import type { Settings } from '../../contract/settings';
import type { Redactor } from '../../lib/redact';
import { createValue, type Readable } from '../../lib/value';
import type { SecretState, SecretStore } from '../secrets/secret-store';
import type { SettingsStore } from '../settings/settings-store';
import { readProxyRules } from './read-proxy-rules';

const LOGIN = 'network.proxy.login';

/** The proxy as it is used: an URL with its sign-in, for the main process alone; empty = none. */
export interface ProxyInUse extends Readable<string> {
  /** Where requests go as the settings, the system and the sign-in are now. */
  look(): Promise<void>;
  setLogin(login: ProxyLogin | undefined): Promise<void>;
  view(): NetworkView;
}

export interface ProxyOptions {
  settings: SettingsStore;
  secrets: SecretStore;
  redactor: Redactor;
  log: (text: string) => void;
  /** What the system says, in the form of a PAC script's answer. */
  systemProxy: () => Promise<string>;
}

export function createProxyInUse({
  settings,
  secrets,
  redactor,
  log,
  systemProxy,
}: ProxyOptions): ProxyInUse {
  const value = createValue('');
  let login: SecretState = 'absent';

  async function addressOf({ proxyFrom, proxy }: Settings['network']): Promise<string> {
    if (proxyFrom === 'own') return proxy;
    const rules = await systemProxy().catch((error: unknown) => {
      log(`proxy: the system does not tell: ${error instanceof Error ? error.message : String(error)}`);
      return '';
    });
    return readProxyRules(rules);
  }

  async function look(): Promise<void> {
    if (secrets.locked) return;
    const address = await addressOf(settings.get().network);
    login = await secrets.state(LOGIN);
    const text = await secrets.get(LOGIN);
    if (text !== undefined) redactor.add(text);
    value.set(address === '' || text === undefined ? address : withLogin(address, text));
  }

  return {
    get: value.get,
    subscribe: value.subscribe,
    look,
    async setLogin(next) {
      if (next === undefined) await secrets.delete(LOGIN);
      else if (next.user === '') throw new AppError('invalidInput');
      else await secrets.set(LOGIN, `${encodeURIComponent(next.user)}:${encodeURIComponent(next.password)}`);
      await look();
    },
    view: () => ({ proxy: withoutLogin(value.get()), login }),
  };
}

/** Moves a sign-in that an older BotPier left in the settings to where secrets are. */
export async function moveLoginToSecrets(settings: SettingsStore, secrets: SecretStore): Promise<void> {
  const { proxy } = settings.get().network;
  const url = URL.parse(proxy);
  if (!url || url.username === '') return;
  await secrets.set(LOGIN, `${url.username}:${url.password}`);
  await settings.patch({ network: { proxy: withoutLogin(proxy) } });
}

function withLogin(address: string, login: string): string {
  return address.replace('://', `://${login}@`);
}

function withoutLogin(address: string): string {
  return address.replace(/:\/\/[^/@]*@/, '://');
}

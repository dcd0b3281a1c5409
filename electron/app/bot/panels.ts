import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { ServiceName } from '../../contract/ids';
import type { ServiceInfo } from '../../services/roles';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from './bot-runtime';
import { portsOf } from './define-services';

/** The way into a service's web panel for whoever opens it now. For the main process alone: it holds a credential. */
export interface PanelEntry {
  /** On loopback, without any token. */
  url: string;
  /** To be put into the page's `localStorage` before it is shown. */
  storage: Readonly<Record<string, string>>;
}

/** Where a service's panel is; undefined when it has none, or no port yet. */
export function panelUrl(bot: Bot, { name, panel, ports }: ServiceInfo): string | undefined {
  const port = panel && portsOf(bot, { name, ports })[panel.port];
  return port === undefined ? undefined : `http://127.0.0.1:${port}${panel?.path}`;
}

/**
 * Signs in to a service's panel.
 * @throws AppError `unknownService` without a panel, `notAllowed` when it does not answer or does not let us in
 */
export async function enterPanel(
  { record, state }: BotRuntime,
  parts: AppParts,
  service: ServiceName,
): Promise<PanelEntry> {
  const info = state.wished.find((wished) => wished.info.name === service)?.info;
  const bot = record.get();
  const url = info && panelUrl(bot, info);
  if (!info?.panel || url === undefined) throw new AppError('unknownService', { service });
  try {
    const storage = await info.panel.enter({
      ports: portsOf(bot, info),
      secrets: state.secrets[service] ?? {},
      clock: parts.clock,
      fetch: parts.fetch,
      log: (text) => parts.log(`${service}: ${text}`),
    });
    return { url, storage };
  } catch (cause) {
    parts.log(`panel: ${service}: ${cause instanceof Error ? cause.message : String(cause)}`);
    throw new AppError('notAllowed', { service }, { cause });
  }
}

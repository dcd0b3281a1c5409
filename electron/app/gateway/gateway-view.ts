import type { Bot } from '../../contract/bot';
import type { GatewayView } from '../../contract/gateway';
import type { RouteFinding, RouteTable } from '../../contract/routes';
import { checkTable } from '../../services/gateway/check-table';
import { panelHost } from '../../services/gateway/default-table';
import type { Surroundings } from '../../services/gateway/surroundings';
import type { Stack } from '../../stacks/stack';
import type { GatewayState } from './gateway-state';
import { gatewayPort, panelsOf, surroundingsOf } from './surroundings-of';

/** What the renderer draws of a gateway; undefined where the bot's stack has none. */
export function gatewayView(
  bot: Bot,
  stack: Stack | undefined,
  state: GatewayState,
): GatewayView | undefined {
  const { table } = state;
  if (!stack?.gateway || !table) return undefined;
  const { reach = 'loopback', domain } = bot.gateway ?? {};
  const port = gatewayPort(bot);
  const url = domain ? `https://${domain}/` : `http://localhost:${port}/`;
  return {
    on: bot.gateway !== undefined,
    port,
    reach,
    ...(domain ? { domain } : {}),
    hasPassword: state.hasPassword,
    url,
    adminUrl: `${url}admin/ui/`,
    panels: panelsOf(bot, stack).map((panel) => ({
      service: panel.name,
      product: panel.product,
      url: `http://${panelHost(panel)}:${port}${panel.path}`,
    })),
    rules: { total: table.rules.length, enabled: table.rules.filter(({ enabled }) => enabled).length },
    isDefault: state.isDefault,
    findings: findingsOf(table, surroundingsOf(bot, stack)),
  };
}

const checked = new WeakMap<RouteTable, { around: string; findings: RouteFinding[] }>();

/** A table is checked once: it is drawn again and again, and may have two thousand rules. */
function findingsOf(table: RouteTable, around: Surroundings): RouteFinding[] {
  const key = JSON.stringify(around);
  const known = checked.get(table);
  if (known?.around === key) return known.findings;
  const findings = checkTable(table, around);
  checked.set(table, { around: key, findings });
  return findings;
}

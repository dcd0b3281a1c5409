import type { Bot } from '../../contract/bot';
import { GATEWAY_PORT } from '../../contract/gateway';
import type { RouteTable } from '../../contract/routes';
import { defaultTable } from '../../services/gateway/default-table';
import type { Surroundings } from '../../services/gateway/surroundings';
import type { PanelPart, Upstream } from '../../services/roles';
import { partsOf, type Stack } from '../../stacks/stack';
import { portKey } from '../bot/define-services';

/** The services that stand behind a bot's gateway. */
export function upstreamsOf(bot: Bot, stack: Stack): Upstream[] {
  return behind(bot, stack).map(({ service }) => ({
    name: service.name,
    ports: service.ports.map(({ name, container }) => ({
      container,
      host: bot.ports[portKey(service.name, name)],
    })),
    ...(service.ownLogin ? { ownLogin: service.ownLogin } : {}),
  }));
}

/** What people open of them: a panel, or the API of a service that has none. */
export function panelsOf(bot: Bot, stack: Stack): PanelPart[] {
  return behind(bot, stack).flatMap(({ role, service }): PanelPart[] => {
    const { name, product, panel, ports } = service;
    const port = panel ? ports.find((each) => each.name === panel.port) : ports[0];
    if (!port || (!panel && role !== 'keyPool')) return [];
    return [{ role, name, product, port: port.container, path: panel?.path ?? '/' }];
  });
}

export function defaultTableOf(bot: Bot, stack: Stack): RouteTable {
  return defaultTable(panelsOf(bot, stack));
}

/** What a bot's table stands in. */
export function surroundingsOf(bot: Bot, stack: Stack): Surroundings {
  return {
    upstreams: upstreamsOf(bot, stack),
    name: stack.gateway?.name ?? 'gateway',
    port: gatewayPort(bot),
    reach: bot.gateway?.reach ?? 'loopback',
    domain: bot.gateway?.domain,
  };
}

export function gatewayPort(bot: Bot): number {
  return bot.ports[portKey('gateway', 'web')] ?? GATEWAY_PORT;
}

function behind(bot: Bot, stack: Stack) {
  return partsOf(stack, bot).filter(({ role }) => role !== 'gateway');
}

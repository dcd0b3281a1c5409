import { createServer } from 'node:net';
import type { RouteTable } from '../../../electron/contract/routes';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { addGatewayImage } from '../stage/gateway-image';
import { startGreenBot, type WatchedBot } from '../stage/watched-bot';

/** From saving another rule until the gateway's container goes by it. */
export const gatewayRuleChange: Row = {
  name: 'gateway-rule-change',
  unit: 'ms',
  peer: 'docker exec caddy reload, with a file that is there already',
  mark: { kind: 'value', atMost: 500 },
  async measure(stage) {
    const engine = await stage.engine();
    await addGatewayImage(engine);
    const bot = await startGreenBot(stage);
    try {
      const { port, password, routes } = await switchOn(bot);
      const before = await fetch(`http://127.0.0.1:${port}/admin/routes.json`, {
        headers: { 'X-Admin-Password': password },
      });
      if (!before.ok) throw new Error(`its own pages do not answer: ${await before.text()}`);
      let round = 0;
      const ours = async () => {
        round += 1;
        const table = withRedirect(routes, `/round-${round}`);
        const startedAt = performance.now();
        const { saved } = await bot.calls.gateway.saveRoutes.mutate({ bot: bot.bot.id, routes: table });
        const answer = await fetch(`http://127.0.0.1:${port}/go`, { redirect: 'manual' });
        const tookMs = performance.now() - startedAt;
        if (!saved || answer.headers.get('location') !== `/round-${round}`)
          throw new Error(`not live: ${answer.status} ${answer.headers.get('location')}`);
        return tookMs;
      };
      const reload = ['caddy', 'reload', '--force', '--config', '/etc/caddy/botpier.json'];
      const peer = async () => {
        const startedAt = performance.now();
        await engine.docker(
          'exec',
          bot.container('gateway'),
          ...reload,
          '--address',
          'unix//run/botpier-gateway.sock',
        );
        return performance.now() - startedAt;
      };
      return await interleave(ours, peer);
    } finally {
      await bot.close();
    }
  },
};

async function switchOn(bot: WatchedBot) {
  const port = await freePort();
  const { password = '' } = await bot.calls.gateway.turnOn.mutate({
    bot: bot.bot.id,
    settings: { port, reach: 'loopback' },
  });
  await bot.until('a gateway that answers', () => bot.link('gateway')?.kind === 'ok');
  const routes = await bot.calls.gateway.routes.query({ bot: bot.bot.id });
  return { port, password, routes };
}

function withRedirect(routes: RouteTable, to: string): RouteTable {
  const rule: RouteTable['rules'][number] = {
    action: 'redirect',
    priority: 1_000,
    match: { path_equal: '/go' },
    redirect_to: to,
    enabled: true,
    strip_prefix: false,
  };
  return { ...routes, rules: [...routes.rules, rule] };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}

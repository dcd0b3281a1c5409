import { AppError } from '../../contract/errors';
import { GATEWAY_PORT } from '../../contract/gateway';
import type { BotId } from '../../contract/ids';
import { MAX_TABLE_BYTES, type RoutesSaved, type RouteTable } from '../../contract/routes';
import { createQueue, type Queue } from '../../lib/queue';
import { checkTable } from '../../services/gateway/check-table';
import { tryRoute } from '../../services/gateway/try-route';
import type { Stack } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { choosePort } from '../bot/choose-port';
import { portKey } from '../bot/define-services';
import { randomToken, serviceSecretName } from '../bot/service-secrets';
import type { GatewayCalls } from './gateway-calls';
import { passwordName } from './gateway-state';
import { lookUpNames } from './look-up-names';
import { makeLive } from './make-live';
import { hashPassword, isWeak } from './password';
import { defaultTableOf, gatewayPort, surroundingsOf } from './surroundings-of';

type WithGateway = Stack & { gateway: NonNullable<Stack['gateway']> };

/** The calls that are about a bot's gateway. Changes of one bot's table wait for each other. */
export function createGatewayCalls(runtimeOf: (bot: BotId) => BotRuntime, parts: AppParts): GatewayCalls {
  const queues = new Map<BotId, Queue>();
  const queueOf = (bot: BotId) => {
    const queue = queues.get(bot) ?? createQueue();
    queues.set(bot, queue);
    return queue;
  };

  function stackOf(runtime: BotRuntime): WithGateway {
    const { stack: id } = runtime.record.get();
    const stack = id && STACKS[id];
    if (!stack?.gateway) throw new AppError('unknownService', { service: 'gateway' });
    return { ...stack, gateway: stack.gateway };
  }

  /** Without the containers, which take their time. */
  function bringInLine(runtime: BotRuntime): void {
    runtime.supervisor.reset();
    runtime.refresh().catch((error: unknown) => parts.log(`gateway: ${String(error)}`));
  }

  async function choose(runtime: BotRuntime, wanted: number): Promise<number> {
    const bot = runtime.record.get();
    if (bot.gateway && gatewayPort(bot) === wanted) return wanted;
    const usual = wanted === GATEWAY_PORT ? parts.usualPort(GATEWAY_PORT) : wanted;
    const own = bot.ports[portKey('gateway', 'web')];
    const taken = new Set(parts.takenPorts().filter((port) => port !== own));
    const port = await parts.choosingPorts.run(() => choosePort(usual, taken));
    if (usual === wanted && port !== wanted) throw new AppError('portTaken', { port: wanted });
    return port;
  }

  async function storePassword(runtime: BotRuntime, stack: WithGateway, password: string): Promise<void> {
    const { id } = runtime.record.get();
    parts.redactor.add(password);
    await parts.secrets.set(passwordName({ id }, stack.gateway), await hashPassword(password));
    // Whoever is signed in has signed in with the old one.
    await parts.secrets.set(serviceSecretName(id, stack.gateway, 'session'), randomToken());
    delete runtime.state.secrets[stack.gateway.name];
    runtime.state.gateway.hasPassword = true;
  }

  /** Takes what is wished to the running gateway; answers how long that took, undefined while it does not run. */
  async function goLive(runtime: BotRuntime, since: number): Promise<number | undefined> {
    await runtime.define();
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running' || !(await makeLive(runtime, probe.engine))) return undefined;
    return parts.clock.now() - since;
  }

  async function save(bot: BotId, wanted: RouteTable | undefined): Promise<RoutesSaved> {
    const since = parts.clock.now();
    const runtime = runtimeOf(bot);
    const stack = stackOf(runtime);
    const record = runtime.record.get();
    const table = wanted ?? defaultTableOf(record, stack);
    if (JSON.stringify(table).length > MAX_TABLE_BYTES) throw new AppError('invalidInput');
    const around = surroundingsOf(record, stack);
    const findings = checkTable(table, around);
    if (findings.some(({ severity }) => severity === 'error')) return { saved: false, findings };
    const before = await parts.routes.load(bot);
    await parts.routes.save(bot, wanted);
    let liveMs: number | undefined;
    try {
      liveMs = await goLive(runtime, since);
    } catch (error) {
      await parts.routes.save(bot, before);
      await runtime.define();
      runtime.state.gateway.refused = undefined;
      throw error;
    }
    const unknown = await lookUpNames(table, around, parts.clock);
    return { saved: true, ...(liveMs === undefined ? {} : { liveMs }), findings: [...findings, ...unknown] };
  }

  return {
    turnOn: (bot, { port: wanted, reach, domain }) =>
      queueOf(bot).run(async () => {
        const runtime = runtimeOf(bot);
        const stack = stackOf(runtime);
        if (domain !== undefined && reach !== 'network') throw new AppError('invalidInput');
        const port = await choose(runtime, wanted);
        const isNew = (await parts.secrets.state(passwordName({ id: bot }, stack.gateway))) !== 'present';
        const password = isNew ? randomToken() : undefined;
        // Before anything is open.
        if (password !== undefined) await storePassword(runtime, stack, password);
        await runtime.record.update((current) => ({
          ...current,
          gateway: { reach, ...(domain === undefined ? {} : { domain }) },
          ports: { ...current.ports, [portKey('gateway', 'web')]: port },
          stopped: current.stopped.filter((service) => service !== stack.gateway.name),
        }));
        bringInLine(runtime);
        return password === undefined ? {} : { password };
      }),
    turnOff: (bot) =>
      queueOf(bot).run(async () => {
        const runtime = runtimeOf(bot);
        stackOf(runtime);
        await runtime.record.update(({ gateway: _, ...current }) => current);
        bringInLine(runtime);
      }),
    async routes(bot) {
      const runtime = runtimeOf(bot);
      const stack = stackOf(runtime);
      return (await parts.routes.load(bot)) ?? defaultTableOf(runtime.record.get(), stack);
    },
    saveRoutes: (bot, routes) => queueOf(bot).run(() => save(bot, routes)),
    async tryRoute(bot, request, routes) {
      const runtime = runtimeOf(bot);
      const around = surroundingsOf(runtime.record.get(), stackOf(runtime));
      return tryRoute(routes ?? (await this.routes(bot)), request, around);
    },
    setPassword: (bot, given) =>
      queueOf(bot).run(async () => {
        const since = parts.clock.now();
        const runtime = runtimeOf(bot);
        const stack = stackOf(runtime);
        if (given !== undefined && isWeak(given)) throw new AppError('passwordWeak');
        const password = given ?? randomToken();
        await storePassword(runtime, stack, password);
        await goLive(runtime, since);
        return given === undefined ? { password } : {};
      }),
  };
}

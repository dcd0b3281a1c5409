import type { Environment, ServiceTuning } from '../../contract/advanced';
import { AppError } from '../../contract/errors';
import type { BotId, ServiceName } from '../../contract/ids';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { isFreePort } from '../bot/choose-port';
import { portKey, portsOf } from '../bot/define-services';
import { checkEnvironment } from './environment';

/** What may be changed of a bot's services by who knows what it is for. */
export interface AdvancedCalls {
  services(bot: BotId): ServiceTuning[];
  /** Another port on this computer; the container is made anew. `portTaken` when somebody has it. */
  setPort(bot: BotId, service: ServiceName, name: string, port: number): Promise<void>;
  /** All variables of the user's own; the container is made anew. `environmentRefused`, `environmentSecret` */
  setEnvironment(bot: BotId, service: ServiceName, environment: Environment): Promise<void>;
}

export function createAdvancedCalls(runtime: (bot: BotId) => BotRuntime, parts: AppParts): AdvancedCalls {
  const wishedOf = (bot: BotId, service: ServiceName) => {
    const wished = runtime(bot).state.wished.find(({ info }) => info.name === service);
    if (!wished) throw new AppError('unknownService', { service });
    return wished;
  };
  const oursIn = (at: BotRuntime, service: ServiceName, env: Readonly<Record<string, string>>) => {
    const own = at.record.get().environment[service] ?? {};
    return Object.keys(env).filter((name) => !(name in own));
  };
  /** A new try with what was chosen, also where the last one did not come up. */
  const bringIn = async (at: BotRuntime, service: ServiceName) => {
    at.state.rejected.delete(service);
    at.state.refusals.delete(service);
    await at.refresh(service);
  };
  return {
    services(bot) {
      const at = runtime(bot);
      return at.state.wished.map(({ info, definition }) => {
        const hosts = portsOf(at.record.get(), info);
        return {
          service: info.name,
          product: info.product,
          version: info.version,
          image: info.image,
          ports: info.ports.flatMap(({ name, container }) => {
            const port = hosts[name];
            return port === undefined ? [] : [{ name, port, inside: container }];
          }),
          environment: at.record.get().environment[info.name] ?? {},
          ours: oursIn(at, info.name, definition.env),
        };
      });
    },
    async setPort(bot, service, name, port) {
      const at = runtime(bot);
      const { info } = wishedOf(bot, service);
      const key = portKey(service, name);
      if (!info.ports.some((one) => one.name === name)) throw new AppError('unknownService', { service });
      const isChanged = await parts.choosingPorts.run(async () => {
        if (at.record.get().ports[key] === port) return false;
        if (parts.takenPorts().includes(port) || !(await isFreePort(port)))
          throw new AppError('portTaken', { port });
        await at.record.update((current) => ({ ...current, ports: { ...current.ports, [key]: port } }));
        return true;
      });
      if (isChanged) await bringIn(at, service);
    },
    async setEnvironment(bot, service, environment) {
      const at = runtime(bot);
      const { definition } = wishedOf(bot, service);
      checkEnvironment(environment, oursIn(at, service, definition.env));
      await at.record.update((current) => ({
        ...current,
        environment: { ...current.environment, [service]: environment },
      }));
      await bringIn(at, service);
    },
  };
}

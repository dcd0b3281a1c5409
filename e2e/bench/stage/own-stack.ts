import { carryOut, splitSteps } from '../../../electron/app/bot/carry-out';
import { choosePort } from '../../../electron/app/bot/choose-port';
import { defineServices, portKey, type WishedService } from '../../../electron/app/bot/define-services';
import type { ExecutorContext } from '../../../electron/app/bot/executors';
import { newBot } from '../../../electron/app/bot/new-bot';
import { observe } from '../../../electron/app/bot/observe';
import { randomToken } from '../../../electron/app/bot/service-secrets';
import type { BotId, ServiceName } from '../../../electron/contract/ids';
import { LABELS } from '../../../electron/engine/engine';
import { systemClock } from '../../../electron/lib/clock';
import { networkName } from '../../../electron/plan/names';
import { type BotWish, plan } from '../../../electron/plan/plan';
import type { Step } from '../../../electron/plan/step';
import { koishiStack } from '../../../electron/stacks/koishi';
import { partsOf } from '../../../electron/stacks/stack';
import type { StackEngine } from './stack-engine';

/** A bot's containers, brought up by the product's own observing, planning and carrying out. */
export interface OwnStack {
  readonly bot: BotId;
  readonly services: readonly WishedService[];
  /** Looks at the engine and plans. */
  look(): Promise<Step[]>;
  /** From nothing, or from what there is, to all of it running. */
  up(): Promise<void>;
  /** Takes down what `docker compose down` takes down: containers and network, not the volumes. */
  down(): Promise<void>;
}

/** Defines a stack on the engine and prepares it once, so that `up` finds what a second start finds. */
export async function defineOwnStack({ engine, modelBaseUrl }: StackEngine): Promise<OwnStack> {
  const bot = newBot('bench', Date.now());
  const consenting = { ...bot, stack: koishiStack.id, consent: { at: Date.now(), version: 1 } };
  const secrets: Record<string, Record<string, string>> = {};
  const ports: Record<string, number> = {};
  for (const { service } of partsOf(koishiStack, consenting)) {
    secrets[service.name] = Object.fromEntries(service.secrets.map((name) => [name, randomToken()]));
    for (const { name, preferredHost } of service.ports) {
      ports[portKey(service.name, name)] = await choosePort(preferredHost, new Set(Object.values(ports)));
    }
  }
  const services = defineServices({
    bot: { ...consenting, ports },
    stack: koishiStack,
    secrets,
    network: { mirrors: [], proxyFrom: 'own', pluginRegistry: '', proxy: '' },
    model: {
      provider: 'custom',
      protocol: 'openai',
      baseUrl: modelBaseUrl.replace('127.0.0.1', 'host.docker.internal'),
      model: 'harbour-keeper',
      key: 'sk-bench-0123456789abcdef',
    },
    salt: randomToken(),
  });
  const wish: BotWish = {
    bot: bot.id,
    services: services.map(({ definition, hash, state, volumes, generation }) => ({
      name: definition.name,
      state,
      hash,
      prepareKey: definition.prepare?.key,
      volumes: Object.values(volumes),
      generation,
      imagePresent: true,
    })),
  };
  const context: ExecutorContext = {
    engine,
    bot: bot.id,
    clock: systemClock,
    signal: new AbortController().signal,
    wished: (service) => serviceNamed(services, service),
    labels: (service) => ({ [LABELS.bot]: bot.id, ...(service && { [LABELS.service]: service }) }),
    onPrepareLine: () => undefined,
    isOnTrial: () => false,
    untilWell: async () => undefined,
  };
  const look = async () => plan(wish, (await observe(engine, bot.id, new Set())).observed);

  const stack: OwnStack = {
    bot: bot.id,
    services,
    look,
    async up() {
      const { ground, lanes } = splitSteps(await look());
      await carryOut(ground, context);
      await Promise.all([...lanes.values()].map((lane) => carryOut(lane, context)));
    },
    async down() {
      for (const { id, labels } of await engine.containers.list(bot.id)) {
        if (labels[LABELS.purpose] === 'service') await engine.containers.remove(id, true);
      }
      await engine.networks.remove(networkName(bot.id));
    },
  };
  await stack.up();
  await stack.down();
  return stack;
}

function serviceNamed(services: readonly WishedService[], name: ServiceName): WishedService {
  const found = services.find(({ definition }) => definition.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

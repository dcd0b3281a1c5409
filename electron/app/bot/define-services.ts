import { createHmac } from 'node:crypto';
import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { Settings } from '../../contract/settings';
import { canonicalDefinition } from '../../plan/canonical';
import { volumeName } from '../../plan/names';
import type { ServiceWish } from '../../plan/plan';
import type { ServiceDefinition } from '../../services/definition';
import type { Bridge, GatewayInput, ModelAccess, Role, ServiceInfo } from '../../services/roles';
import type { KnownVersions } from '../../services/versions';
import { type Part, partsOf, type Stack } from '../../stacks/stack';
import { isReturning } from '../service-updates/update-record';
import { versionOf } from '../service-updates/versions-in-use';

/** A service as it is wished: its container, what it is hashed to, and in which state. */
export interface WishedService {
  role: Role;
  info: ServiceInfo;
  definition: ServiceDefinition;
  hash: string;
  state: ServiceWish['state'];
  /** Names of its volumes by their short ones. */
  volumes: Readonly<Record<string, string>>;
  /** Which data it works on; `''` for the first. */
  generation: string;
}

export interface DefineInput {
  bot: Bot;
  stack: Stack;
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  network: Settings['network'];
  model: ModelAccess | undefined;
  /** Of a bot that has one. */
  gateway?: GatewayInput | undefined;
  /** All versions of a service that are known; left out, those it names itself. */
  known?: VersionsOf;
  /** Keeps hashes of definitions, which hold tokens, from being compared with guesses. */
  salt: string;
}

/** The versions of a service that bots may run, newest first. */
export type VersionsOf = (service: ServiceInfo) => KnownVersions;

/** All services of a bot. Its ports and secrets must be there. */
export function defineServices(input: DefineInput): WishedService[] {
  const { bot, stack, model } = input;
  return partsOf(stack, bot).map((part) =>
    defineService(input, part, wishedState(bot, part.service.name, part.role, model !== undefined)),
  );
}

/** The brain of `input.stack`, defined as if it answered: it need not be made again when it does. */
export function defineBrain(input: DefineInput, state?: ServiceWish['state']): WishedService {
  const { bot, stack, model } = input;
  return defineService(
    input,
    { role: 'brain', service: stack.brain },
    state ?? wishedState(bot, stack.brain.name, 'brain', model !== undefined),
  );
}

function defineService(
  input: DefineInput,
  { role, service }: Part,
  state: ServiceWish['state'],
): WishedService {
  const { bot, stack, model } = input;
  const known = input.known?.(service) ?? service.versions;
  const runs = versionOf(bot, service.name, known);
  const { plugins } = known.find((one) => one.plugins?.name === runs.plugins) ?? {};
  const token = input.secrets[stack.messenger.name]?.[stack.messenger.bridge.secret] ?? '';
  const chosen = bot.memoryLimits[service.name];
  const newest = service.define({
    bot,
    ports: portsOf(bot, service),
    secrets: input.secrets[service.name] ?? {},
    bridge: bridgeOf(stack, token),
    network: { pluginRegistry: input.network.pluginRegistry, proxy: input.network.proxy },
    model,
    ...(input.gateway && role === 'gateway' ? { gateway: input.gateway } : {}),
    ...(plugins ? { plugins } : {}),
  });
  // A service defines what a new bot gets; which of its versions this one runs stands in the bot's record.
  const definition: ServiceDefinition = {
    ...newest,
    env: { ...bot.environment[service.name], ...newest.env },
    ...(chosen === undefined ? {} : { memoryBytes: chosen }),
    image: runs.image,
    ...(runs.digest === undefined ? {} : { digest: runs.digest }),
    ...(runs.reference === runs.image ? {} : { source: runs.reference }),
  };
  const hash = createHmac('sha256', input.salt)
    .update(canonicalDefinition(definition))
    .digest('hex')
    .slice(0, 32);
  const generationOf = (volume: string) => bot.volumes[volumeKey(service.name, volume)];
  return {
    role,
    info: { ...service, version: runs.version },
    definition,
    hash,
    state,
    volumes: Object.fromEntries(
      definition.volumes.map(({ name }) => [
        name,
        volumeName(bot.id, service.name, name, generationOf(name)),
      ]),
    ),
    generation: definition.volumes.flatMap(({ name }) => generationOf(name) ?? []).join('-'),
  };
}

function bridgeOf({ messenger, brain }: Stack, token: string): Bridge {
  return brain.listensAt === undefined
    ? { dials: 'brain', url: messenger.bridge.url, token }
    : { dials: 'messenger', url: brain.listensAt, token };
}

/** Host ports of a service by port name. */
export function portsOf(bot: Bot, service: Pick<ServiceInfo, 'name' | 'ports'>): Record<string, number> {
  return Object.fromEntries(
    service.ports.flatMap(({ name }) => {
      const port = bot.ports[portKey(service.name, name)];
      return port === undefined ? [] : [[name, port]];
    }),
  );
}

export function volumeKey(service: ServiceName, volume: string): string {
  return `${service}.${volume}`;
}

export function portKey(service: ServiceName, port: string): string {
  return `${service}.${port}`;
}

/** What is prepared early costs nothing to the user; what acts for the account waits for the consent. */
function wishedState(bot: Bot, service: ServiceName, role: Role, hasModel: boolean): ServiceWish['state'] {
  if (bot.intent === 'stopped' || bot.stopped.includes(service)) return 'stopped';
  if (isReturning(bot, service)) return 'stopped';
  if (role === 'messenger') return bot.consent ? 'running' : 'prepared';
  // It needs no key of a model: it opens what is there.
  if (role === 'gateway') return bot.consent ? 'running' : 'prepared';
  return hasModel ? 'running' : 'prepared';
}

import type { BotId, ServiceName } from '../contract/ids';
import { containerName, networkName } from './names';
import type { Step } from './step';

/** What is wished for one service. */
export interface ServiceWish {
  name: ServiceName;
  /** `prepared`: ready to start, not started · `stopped`: kept, not running · `absent`: no container, volumes kept. */
  state: 'running' | 'prepared' | 'stopped' | 'absent';
  /** Changes when the container must be re-created. */
  hash: string;
  /** Changes when the preparation must run again; undefined when there is none. */
  prepareKey: string | undefined;
  /** Names of its volumes. */
  volumes: readonly string[];
  /** Which data it works on: a container of another never takes this one's place, not even for a moment. */
  generation: string;
  /** Without its image nothing can be done for a service yet. */
  imagePresent: boolean;
}

export interface BotWish {
  bot: BotId;
  services: readonly ServiceWish[];
}

/** What was seen of a bot: everything that carries its label. */
export interface Observed {
  networks: readonly string[];
  volumes: readonly string[];
  containers: readonly ObservedContainer[];
}

export interface ObservedContainer {
  id: string;
  name: string;
  service: ServiceName | undefined;
  hash: string | undefined;
  generation: string;
  state: 'created' | 'running' | 'restarting' | 'paused' | 'exited' | 'dead';
  exitCode: number | undefined;
}

/** The steps from what is to what is wished; none when nothing is to be done. Volumes are never removed. */
export function plan(wish: BotWish, observed: Observed): Step[] {
  const services = wish.services.flatMap((service) => planService(wish.bot, service, observed));
  const known = new Set(wish.services.map((service) => service.name));
  const strays = observed.containers.flatMap((container): Step[] =>
    container.service && !known.has(container.service)
      ? [{ kind: 'removeContainer', service: container.service, container: container.id, why: 'unwanted' }]
      : [],
  );
  const network = networkName(wish.bot);
  const needsNetwork =
    services.some((step) => step.kind === 'create' || step.kind === 'replace' || step.kind === 'prepare') &&
    !observed.networks.includes(network);
  return [...(needsNetwork ? [{ kind: 'ensureNetwork', network } as const] : []), ...strays, ...services];
}

function planService(bot: BotId, wish: ServiceWish, observed: Observed): Step[] {
  const service = wish.name;
  const all = observed.containers.filter((container) => container.service === service);
  const mine = all.filter((container) => container.generation === wish.generation);
  const find = (name: string) => mine.find((container) => container.name === name);
  const main = find(containerName(bot, service));
  const next = find(containerName(bot, service, 'next'));
  const prepared = find(containerName(bot, service, 'prepare'));
  const known = new Set([main, next, prepared]);
  const remove = (container: ObservedContainer, why: 'leftover' | 'unwanted' | 'duplicate'): Step => ({
    kind: 'removeContainer',
    service,
    container: container.id,
    why,
  });
  const leftovers = [
    ...all.filter((container) => !mine.includes(container)).map((container) => remove(container, 'unwanted')),
    ...mine.filter((container) => !known.has(container)).map((container) => remove(container, 'duplicate')),
  ];

  if (wish.state === 'absent')
    return [...leftovers, ...mine.filter((c) => known.has(c)).map((c) => remove(c, 'unwanted'))];

  // A replacement that outlived its forerunner is the service; any other is what a killed run left behind.
  const adopted = !main && next?.hash === wish.hash && next.state === 'running' ? next : undefined;
  const steps: Step[] = [...leftovers];
  if (adopted) steps.push({ kind: 'adopt', service, container: adopted.id });
  else if (next) steps.push(remove(next, 'leftover'));
  const current = main ?? adopted;

  if (wish.state === 'stopped') {
    if (current && isUp(current)) steps.push({ kind: 'stop', service, container: current.id });
    // One that ended tells what became of it; one that was cut short tells nothing.
    if (prepared && (isUp(prepared) || prepared.state === 'created'))
      steps.push(remove(prepared, 'unwanted'));
    return steps;
  }
  if (!wish.imagePresent) return steps;

  const preparation = planPreparation(wish, prepared);
  // Its network was pruned away while it rested: it knows that one by its id, and starts on no other.
  const isLost = current && !isUp(current) && !observed.networks.includes(networkName(bot));
  const stale = current !== undefined && current.hash !== wish.hash;
  const mustCreate = wish.state === 'running' && (!current || isLost);
  if (preparation.length > 0 || mustCreate || stale) {
    steps.push(
      ...wish.volumes
        .filter((volume) => !observed.volumes.includes(volume))
        .map((volume): Step => ({ kind: 'ensureVolume', service, volume })),
    );
  }
  // The preparation writes where the service reads: never under a running one.
  if (preparation.length > 0 && current && isUp(current))
    steps.push({ kind: 'stop', service, container: current.id });
  steps.push(...preparation);

  if (wish.state === 'prepared') {
    if (current && isUp(current) && preparation.length === 0)
      steps.push({ kind: 'stop', service, container: current.id });
    return steps;
  }
  if (current && isLost) steps.push(remove(current, 'leftover'));
  if (!current || isLost) steps.push({ kind: 'create', service });
  else if (stale) steps.push({ kind: 'replace', service, container: current.id });
  else if (!isUp(current) || preparation.length > 0)
    steps.push({ kind: 'start', service, container: current.id });
  return steps;
}

function planPreparation(wish: ServiceWish, prepared: ObservedContainer | undefined): Step[] {
  const service = wish.name;
  if (wish.prepareKey === undefined) return [];
  if (!prepared) return [{ kind: 'prepare', service, container: undefined }];
  if (prepared.hash === wish.prepareKey && isUp(prepared))
    return [{ kind: 'prepare', service, container: prepared.id }];
  if (prepared.hash === wish.prepareKey && prepared.state === 'exited' && prepared.exitCode === 0) return [];
  return [
    { kind: 'removeContainer', service, container: prepared.id, why: 'leftover' },
    { kind: 'prepare', service, container: undefined },
  ];
}

/** Running, or about to be again by its restart policy. */
function isUp(container: ObservedContainer): boolean {
  return container.state === 'running' || container.state === 'restarting' || container.state === 'paused';
}

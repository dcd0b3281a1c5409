import type { BotId } from '../../contract/ids';
import { type CreateContainer, LABELS } from '../../engine/engine';
import { containerName, networkName, volumeName } from '../../plan/names';
import type { WishedService } from './define-services';

/** The container of a service, under its own name or as a replacement. */
export function serviceContainer(bot: BotId, wished: WishedService, part?: 'next'): CreateContainer {
  const { definition, hash } = wished;
  return {
    name: containerName(bot, definition.name, part),
    image: definition.image,
    labels: labels(bot, wished, 'service', hash),
    ...(definition.entrypoint ? { entrypoint: definition.entrypoint } : {}),
    ...(definition.command ? { command: definition.command } : {}),
    ...(definition.workingDir ? { workingDir: definition.workingDir } : {}),
    env: { ...definition.env },
    ...(definition.hostname ? { hostname: definition.hostname } : {}),
    ...(definition.macAddress ? { macAddress: definition.macAddress } : {}),
    network: { name: networkName(bot), aliases: [definition.name] },
    ports: definition.ports.map(({ container, host, reach }) => ({
      container,
      host,
      ...(reach === undefined ? {} : { reach }),
    })),
    volumes: definition.volumes.map((volume) => ({
      volume: wished.volumes[volume.name] ?? volumeName(bot, definition.name, volume.name),
      path: volume.path,
      ...(volume.readOnly ? { readOnly: true } : {}),
    })),
    extraHosts: { 'host.docker.internal': 'host-gateway', ...definition.extraHosts },
    memoryBytes: definition.memoryBytes,
    restart: 'unless-stopped',
    init: true,
  };
}

/** The one-shot run before the service: the same image and volumes, all of them writable, no published port. */
export function prepareContainer(bot: BotId, wished: WishedService): CreateContainer {
  const { definition } = wished;
  const preparation = definition.prepare;
  if (!preparation) throw new Error(`${definition.name} has nothing to prepare`);
  const { entrypoint: _, command: __, ...base } = serviceContainer(bot, wished);
  return {
    ...base,
    name: containerName(bot, definition.name, 'prepare'),
    labels: labels(bot, wished, 'prepare', preparation.key),
    ...(preparation.entrypoint ? { entrypoint: preparation.entrypoint } : {}),
    command: preparation.command,
    env: { ...preparation.env },
    // What installs takes more than what runs: it has the usual memory, however little the user leaves the service.
    memoryBytes: Math.max(definition.memoryBytes, wished.info.memoryLimitBytes),
    network: { name: networkName(bot), aliases: [] },
    ports: [],
    volumes: writable(base.volumes),
    restart: 'no',
  };
}

/** Never started: exists only so that files can be written into volumes that the service itself may only read. */
export function writerContainer(bot: BotId, wished: WishedService): CreateContainer {
  const { definition } = wished;
  return {
    name: containerName(bot, definition.name, 'writer'),
    image: definition.image,
    labels: labels(bot, wished, 'writer', ''),
    volumes: writable(serviceContainer(bot, wished).volumes),
    restart: 'no',
  };
}

function labels(
  bot: BotId,
  { definition, generation }: WishedService,
  purpose: 'service' | 'prepare' | 'writer',
  hash: string,
): Record<string, string> {
  return {
    [LABELS.bot]: bot,
    [LABELS.service]: definition.name,
    [LABELS.purpose]: purpose,
    [LABELS.hash]: hash,
    ...(generation === '' ? {} : { [LABELS.generation]: generation }),
  };
}

function writable(volumes: CreateContainer['volumes']): NonNullable<CreateContainer['volumes']> {
  return (volumes ?? []).map(({ volume, path }) => ({ volume, path }));
}

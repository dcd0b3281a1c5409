import type { BotId, ServiceName } from '../contract/ids';

/** The bot's own network. */
export function networkName(bot: BotId): string {
  return `botpier-${bot}`;
}

/** A service's container; `next` while a replacement is prepared, `prepare` for the one-shot run. */
export function containerName(
  bot: BotId,
  service: ServiceName,
  part?: 'next' | 'prepare' | 'writer',
): string {
  return part ? `botpier-${bot}-${service}-${part}` : `botpier-${bot}-${service}`;
}

/** A named volume of a service, by the short name in its definition; `generation` of one that a restore has filled. */
export function volumeName(
  bot: BotId,
  service: ServiceName,
  volume: string,
  generation?: string | undefined,
): string {
  const first = `botpier-${bot}-${service}-${volume}`;
  return generation === undefined ? first : `${first}.${generation}`;
}

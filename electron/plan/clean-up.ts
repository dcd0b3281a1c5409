import type { BotId, ServiceName } from '../contract/ids';
import type { CleanUpItem } from '../contract/resources';
import { containerName } from './names';

/** What is there, all of it with our label but the images, which are those that our services name. */
export interface CleanUpSight {
  containers: readonly CleanUpContainer[];
  volumes: readonly { name: string; bot: BotId | undefined; bytes: number | undefined }[];
  images: readonly { reference: string; bytes: number }[];
  /** Files of BotPier's own log that are written no more. */
  oldLogs: readonly { name: string; bytes: number }[];
}

export interface CleanUpContainer {
  id: string;
  name: string;
  image: string;
  bot: BotId | undefined;
  service: ServiceName | undefined;
  purpose: string | undefined;
  isUp: boolean;
}

/** What must stay. */
export interface CleanUpNeeds {
  /** Bots of this BotPier. While one is at work nothing of it is judged: its containers come and go. */
  bots: readonly { id: BotId; services: readonly ServiceName[]; busy: boolean }[];
  /** Bots of which there is something on disk that could not be read. They are not gone. */
  unreadable: readonly BotId[];
  /** Images of all services that a bot has, or may go back to. */
  images: readonly string[];
}

/**
 * What could go: containers and images that nothing needs, old logs, and data of bots that this BotPier does not know.
 * A bot with a container of a service is somebody's, even where we do not know it: nothing of it is listed.
 */
export function planCleanUp(sight: CleanUpSight, needs: CleanUpNeeds): CleanUpItem[] {
  const known = new Map(needs.bots.map((bot) => [bot.id, bot]));
  const someones = new Set(
    sight.containers.filter(({ purpose, isUp }) => purpose === 'service' || isUp).map(({ bot }) => bot),
  );
  const isGone = (bot: BotId | undefined): bot is BotId =>
    bot !== undefined && !known.has(bot) && !needs.unreadable.includes(bot) && !someones.has(bot);

  const containers = sight.containers.flatMap((container): CleanUpItem[] => {
    if (container.isUp || !container.bot) return [];
    const why = isGone(container.bot) ? 'leftover' : whyUnneeded(container, known.get(container.bot));
    return why ? [{ id: `container:${container.name}`, kind: 'container', name: container.name, why }] : [];
  });
  const going = new Set(containers.map(({ name }) => name));
  const mounted = new Set(sight.containers.filter(({ name }) => !going.has(name)).map(({ image }) => image));
  const images = sight.images
    .filter(({ reference }) => !needs.images.includes(reference) && !mounted.has(reference))
    .map(({ reference, bytes }): CleanUpItem => {
      return { id: `image:${reference}`, kind: 'image', name: reference, why: 'imageUnused', bytes };
    });
  const volumes = sight.volumes
    .filter(({ bot }) => isGone(bot))
    .map(({ name, bytes }): CleanUpItem => {
      const size = bytes === undefined ? {} : { bytes };
      return { id: `volume:${name}`, kind: 'volume', name, why: 'botGone', ...size };
    });
  const logs = sight.oldLogs.map(({ name, bytes }): CleanUpItem => {
    return { id: `log:${name}`, kind: 'log', name, why: 'oldLog', bytes };
  });
  return [...containers, ...images, ...logs, ...volumes];
}

function whyUnneeded(
  { name, bot, service, purpose }: CleanUpContainer,
  owner: CleanUpNeeds['bots'][number] | undefined,
): 'leftover' | 'unwanted' | undefined {
  if (!owner || owner.busy || !bot) return undefined;
  if (!service || !owner.services.includes(service)) return 'unwanted';
  if (purpose === 'writer') return 'leftover';
  // A preparation that ended well stays: it is the proof that it has run.
  const proper = [containerName(bot, service), containerName(bot, service, 'prepare')];
  return proper.includes(name) ? undefined : 'leftover';
}

import type { ServiceInfo } from '../../services/roles';
import type { AppParts } from '../app-parts';
import type { BotRecord } from './bot-record';
import { choosePort } from './choose-port';
import { portKey } from './define-services';

/** Gives a service other host ports in the place of those that somebody else holds. */
export function movePorts(record: BotRecord, parts: AppParts, service: ServiceInfo): Promise<void> {
  return parts.choosingPorts.run(async () => {
    const changed: Record<string, number> = {};
    for (const port of service.ports) {
      const key = portKey(service.name, port.name);
      const now = record.get().ports[key];
      if (now === undefined) continue;
      const others = parts.takenPorts().filter((other) => other !== now);
      // Ours is free again only when nobody else holds it; the engine's own containers count as somebody else.
      const next = await choosePort(now, new Set([...others, ...Object.values(changed)]));
      if (next !== now) changed[key] = next;
    }
    if (Object.keys(changed).length === 0) return;
    await record.update((bot) => ({ ...bot, ports: { ...bot.ports, ...changed } }));
    parts.log(`ports: ${service.name} moved to ${Object.values(changed).join(', ')}`);
  });
}

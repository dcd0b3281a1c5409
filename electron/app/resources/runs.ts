import type { ServiceName } from '../../contract/ids';
import { LABELS } from '../../engine/engine';
import type { BotRuntime } from '../bot/bot-runtime';
import { currentContainer } from '../bot/sights';

/** A service at work. */
export interface Run {
  service: ServiceName;
  container: string;
}

/** The bot's services whose containers run, as last seen; preparations and writers are none. */
export function runsOf({ record, state }: Pick<BotRuntime, 'record' | 'state'>): Run[] {
  const containers = state.sight?.containers ?? [];
  const services = new Set(
    containers
      .filter(({ labels, state: now }) => labels[LABELS.purpose] === 'service' && now === 'running')
      .flatMap(({ service }) => service ?? []),
  );
  return [...services].flatMap((service) => {
    const container = currentContainer(record.get().id, service, containers);
    return container?.state === 'running' ? [{ service, container: container.id }] : [];
  });
}

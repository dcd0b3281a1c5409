import type { ServiceSight } from '../../chain/world';
import type { BotId } from '../../contract/ids';
import type { ContainerInfo } from '../../engine/engine';
import { LABELS } from '../../engine/engine';
import { containerName } from '../../plan/names';
import type { WishedService } from './define-services';

export interface ServiceFacts {
  wished: WishedService;
  containers: readonly ContainerInfo[];
  imagePresent: boolean;
  busy: boolean;
  refusal: ServiceSight['refusal'];
  /** Lines of its preparation seen so far. */
  prepareLines: readonly string[];
}

/** What the links see of one service. */
export function serviceSight(bot: BotId, facts: ServiceFacts): ServiceSight {
  const { wished, containers } = facts;
  return {
    info: wished.info,
    wish: wished.state,
    imagePresent: facts.imagePresent,
    container: currentContainer(bot, wished.definition.name, containers),
    preparation: preparationSight(bot, facts),
    refusal: facts.refusal,
    busy: facts.busy,
  };
}

/** The service's container: while it is replaced, the one of the two that runs. */
export function currentContainer(
  bot: BotId,
  service: WishedService['definition']['name'],
  containers: readonly ContainerInfo[],
): ContainerInfo | undefined {
  const main = containers.find((container) => container.name === containerName(bot, service));
  const next = containers.find((container) => container.name === containerName(bot, service, 'next'));
  return next?.state === 'running' && main?.state !== 'running' ? next : (main ?? next);
}

function preparationSight(bot: BotId, facts: ServiceFacts): ServiceSight['preparation'] {
  const { wished, containers, prepareLines } = facts;
  const key = wished.definition.prepare?.key;
  if (key === undefined) return { kind: 'done' };
  const run = containers.find(
    (container) => container.name === containerName(bot, wished.definition.name, 'prepare'),
  );
  const report = wished.info.readPreparation?.(prepareLines);
  if (run?.labels[LABELS.hash] !== key)
    return facts.busy ? { kind: 'running', progress: {} } : { kind: 'none' };
  if (run.state !== 'exited' && run.state !== 'dead')
    return { kind: 'running', progress: report?.progress ?? {} };
  if (run.exitCode === 0) return { kind: 'done' };
  if (facts.busy) return { kind: 'running', progress: {} };
  return {
    kind: 'failed',
    diagnosis: report?.failure ?? {
      code: 'prepareFailed',
      params: { product: wished.info.product, exitCode: run.exitCode ?? -1 },
      evidence: prepareLines.slice(-5),
    },
  };
}

import { BotId, ServiceName } from '../../contract/ids';
import { EngineError, LABELS } from '../engine';

export type Labels = Readonly<Record<string, string>>;

export function botOf(labels: Labels): BotId | undefined {
  return BotId.safeParse(labels[LABELS.bot]).data;
}

export function serviceOf(labels: Labels): ServiceName | undefined {
  return ServiceName.safeParse(labels[LABELS.service]).data;
}

export function isOurs(labels: Labels): boolean {
  return LABELS.bot in labels;
}

/** Throws `notOurs` unless the labels hold ours. `what` names the thing for the error's text. */
export function requireOurs(labels: Labels, what: string): void {
  if (!isOurs(labels)) throw new EngineError('notOurs', `${what} does not carry our label`);
}

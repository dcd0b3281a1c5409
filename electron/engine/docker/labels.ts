import { BotId, ServiceName } from '../../contract/ids';
import { EngineError, LABELS } from '../engine';

export type Labels = Readonly<Record<string, string>>;

export function botOf(labels: Labels): BotId | undefined {
  return BotId.safeParse(labels[LABELS.bot]).data;
}

export function serviceOf(labels: Labels): ServiceName | undefined {
  return ServiceName.safeParse(labels[LABELS.service]).data;
}

/** Throws `notOurs` unless the labels say that we made it. `what` names the thing. */
export function requireOurs(labels: Labels, what: string): void {
  if (labels[LABELS.bot] === undefined) throw new EngineError('notOurs', `${what} does not carry our label`);
}

/** The engine's filter for what is ours, of one bot or of all. */
export function ourFilter(bot?: BotId): { label: string[] } {
  return { label: [bot === undefined ? LABELS.bot : `${LABELS.bot}=${bot}`] };
}

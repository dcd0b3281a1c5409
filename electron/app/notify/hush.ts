import type { Settings } from '../../contract/settings';

/** When notifications may be shown again, in ms since 1970; undefined when they may now. */
export function hushedUntil(settings: Settings['notifications'], now: number): number | undefined {
  const ends = [settings.pausedUntil, quietUntil(settings.quietHours, now) ?? 0].filter((end) => end > now);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

/** The end of the quiet hours that `now` falls into, by this computer's time of day. */
function quietUntil(
  { on, from, to }: Settings['notifications']['quietHours'],
  now: number,
): number | undefined {
  if (!on || from === to) return undefined;
  const minute = minuteOf(clockTime(now));
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const isQuiet = start < end ? minute >= start && minute < end : minute >= start || minute < end;
  if (!isQuiet) return undefined;
  const until = new Date(now);
  until.setHours(Math.floor(end / 60), end % 60, 0, 0);
  if (until.getTime() <= now) until.setDate(until.getDate() + 1);
  return until.getTime();
}

function clockTime(now: number): string {
  const date = new Date(now);
  return `${date.getHours()}:${date.getMinutes()}`;
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

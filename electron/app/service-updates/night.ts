const FROM_HOUR = 3;
const TO_HOUR = 5;
/** Whoever talked to the bot lately may go on. */
const QUIET_MS = 15 * 60_000;

/** Whether it is the hour, by this computer's time, in which nobody minds a bot that is silent for a minute. */
export function isNight(now: number): boolean {
  const hour = new Date(now).getHours();
  return hour >= FROM_HOUR && hour < TO_HOUR;
}

/** How long until that hour begins, in ms; 0 while it lasts. */
export function untilNight(now: number): number {
  if (isNight(now)) return 0;
  const next = new Date(now);
  next.setHours(FROM_HOUR, 0, 0, 0);
  if (next.getTime() <= now) next.setDate(next.getDate() + 1);
  return next.getTime() - now;
}

/** Whether nobody is talking to the bot. `last*At`: ms since 1970, undefined for never. */
export function isQuiet(
  now: number,
  { lastReceivedAt, lastSentAt }: { lastReceivedAt: number | undefined; lastSentAt: number | undefined },
): boolean {
  return now - Math.max(lastReceivedAt ?? 0, lastSentAt ?? 0) >= QUIET_MS;
}

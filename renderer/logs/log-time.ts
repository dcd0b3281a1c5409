const SHORT: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};
const EXACT: Intl.DateTimeFormatOptions = {
  ...SHORT,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** `10:41:28`, in this computer's time. */
export function shortTime(at: number, language: string): string {
  return formatOf(`short ${language}`, language, SHORT).format(at);
}

/** The day, the milliseconds and the time zone as well. */
export function exactTime(at: number, language: string): string {
  return formatOf(`exact ${language}`, language, EXACT).format(at);
}

/** Making one costs as much as a hundred uses of it. */
function formatOf(key: string, language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formats.set(key, made);
  return made;
}

import type { TextFunction } from './text';

const MB = 1_000_000;
const GB = 1_000_000_000;

/** `312 MB`, `1.2 GB`: decimal units, as registries and disks are sold. */
export function sizeText(bytes: number): string {
  if (bytes >= GB) return `${(bytes / GB).toFixed(1)} GB`;
  if (bytes >= MB) return `${Math.round(bytes / MB)} MB`;
  return `${Math.max(1, Math.round(bytes / 1000))} kB`;
}

/** `312 / 684 MB`: both in the unit of the total. */
export function sizePairText(done: number, total: number): string {
  if (total >= GB) return `${(done / GB).toFixed(1)} / ${(total / GB).toFixed(1)} GB`;
  return `${Math.round(done / MB)} / ${Math.round(total / MB)} MB`;
}

/** `4.8 MB`, for a rate per second. */
export function rateText(bytesPerSecond: number): string {
  return bytesPerSecond >= MB ? `${(bytesPerSecond / MB).toFixed(1)} MB` : sizeText(bytesPerSecond);
}

/** `0.8 秒`, for something measured. */
export function latencyText(t: TextFunction, ms: number): string {
  return ms < 100
    ? t('unit.ms', { n: Math.round(ms) })
    : t('unit.seconds', { n: ms < 10_000 ? (ms / 1000).toFixed(1) : Math.round(ms / 1000) });
}

/** `3 天 7 小时`, `11 秒`: a length of time in words, coarse. */
export function durationText(t: TextFunction, ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return t('unit.seconds', { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('unit.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const m = minutes % 60;
    return m === 0 ? t('unit.hours', { n: hours }) : t('unit.hoursMinutes', { h: hours, m });
  }
  const d = Math.floor(hours / 24);
  return hours % 24 === 0 ? t('unit.days', { d }) : t('unit.daysHours', { d, h: hours % 24 });
}

/** `还要约 1 分 20 秒`: seconds are rounded up to tens once there are many. */
export function etaText(t: TextFunction, ms: number): string {
  const step = ms > 30_000 ? 10 : 1;
  const seconds = Math.max(1, Math.ceil(ms / 1000 / step) * step);
  const time =
    seconds < 60
      ? t('unit.seconds', { n: seconds })
      : seconds % 60 === 0
        ? t('unit.minutes', { n: seconds / 60 })
        : t('unit.minutesSeconds', { m: Math.floor(seconds / 60), s: seconds % 60 });
  return t('unit.eta', { time });
}

/** `今天 09:41`; a date for anything older than yesterday. */
export function momentText(t: TextFunction, language: string, at: number, now: number): string {
  const when = new Date(at);
  const time = when.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false });
  if (now - at < 60_000) return t('unit.justNow');
  const days = Math.floor(startOfDay(now) / 86_400_000) - Math.floor(startOfDay(at) / 86_400_000);
  if (days === 0) return t('unit.today', { time });
  if (days === 1) return t('unit.yesterday', { time });
  return `${when.toLocaleDateString(language, { month: 'short', day: 'numeric' })} ${time}`;
}

function startOfDay(at: number): number {
  return at - new Date(at).getTimezoneOffset() * 60_000;
}

/** `28****4417`: a QQ number fit to be seen by others. One too short to hide anything stays as it is. */
export function maskedNumber(uin: string): string {
  return uin.length > 6 ? `${uin.slice(0, 2)}****${uin.slice(-4)}` : uin;
}

/** Sentences one after the other: Chinese needs no space after its full stop. */
export function sentencesText(language: string, ...sentences: string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(language === 'zh' ? '' : ' ');
}

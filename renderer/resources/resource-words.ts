import type { Metric } from '../../electron/contract/metric';
import type { TextFunction } from '../text/text';
import { rateText } from '../text/units';

const MIB = 1024 * 1024;

/** `512 MB`, `1.5 GB`: memory is counted by 1,024, as every system shows it. */
export function memoryText(bytes: number): string {
  return bytes >= 1024 * MIB ? `${(bytes / MIB / 1024).toFixed(1)} GB` : `${Math.round(bytes / MIB)} MB`;
}

/** A measured value as people read it: `3 %`, `290 MB`, `7 kB/s`. */
export function valueText(t: TextFunction, metric: Metric, value: number | null): string {
  if (value === null) return '–';
  if (metric === 'cpus') {
    const percent = value * 100;
    return t('resources.cores', { percent: percent < 10 ? percent.toFixed(1) : Math.round(percent) });
  }
  if (metric === 'memoryBytes') return memoryText(value);
  return value < 1
    ? t('resources.perSecond', { size: '0' })
    : t('resources.perSecond', { size: rateText(value) });
}

import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Metric } from '../../electron/contract/metric';
import { useText } from '../text/text';
import { extremesOf, type Series } from './day-series';
import { valueText } from './resource-words';

const HEIGHT = 150;
/** Lines differ by ink and by dash, never by a colour that means something else. */
const LOOKS = [
  { colour: '--bp-accent', dash: [] },
  { colour: '--bp-ink-2', dash: [] },
  { colour: '--bp-accent', dash: [5, 3] },
  { colour: '--bp-ink-2', dash: [2, 3] },
  { colour: '--bp-ink-3', dash: [8, 3, 2, 3] },
] as const;

/** Memory is counted by 1,024, and so are the lines behind it. */
const MEMORY_STEPS = Array.from({ length: 16 }, (_, power) => 1024 * 1024 * 2 ** power);

interface Props {
  metric: Metric;
  /** ms since 1970 of each value. */
  times: readonly number[];
  series: readonly Series[];
}

/** A day of one metric, a line for each service; the pointer reads it. */
export function DayChart({ metric, times, series }: Props) {
  const { t, language } = useText();
  const { colorScheme } = useMantineColorScheme();
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours to read
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const colour = (name: string) => getComputedStyle(box).getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--bp-ink-3'),
      font: `13px ${colour('--bp-font')}`,
      ticks: { show: false },
    };
    const grid = { stroke: colour('--bp-line'), width: 1 };
    const clock = (seconds: number) =>
      new Date(seconds * 1_000).toLocaleTimeString(language, {
        hour: '2-digit',
        minute: '2-digit',
        hour12: false,
      });
    const plot = new UPlot(
      {
        width: box.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, points: { size: 6 } },
        scales: {
          y: { range: (_plot, _least, most) => [0, Math.max(most * 1.1, metric === 'cpus' ? 0.05 : 1_000)] },
        },
        axes: [
          { ...axis, grid: { show: false }, size: 26, space: 70, values: (_plot, ticks) => ticks.map(clock) },
          {
            ...axis,
            grid,
            size: 74,
            space: 34,
            ...(metric === 'memoryBytes' ? { incrs: MEMORY_STEPS } : {}),
            values: (_plot, ticks) => ticks.map((tick) => (tick === 0 ? '0' : valueText(t, metric, tick))),
          },
        ],
        series: [
          {},
          ...series.map((_, index) => {
            const look = LOOKS[index % LOOKS.length] ?? LOOKS[0];
            return { stroke: colour(look.colour), width: 1.5, dash: [...look.dash], points: { show: false } };
          }),
        ],
        hooks: { setCursor: [(self) => setAt(self.cursor.idx ?? undefined)] },
      },
      [times.map((time) => time / 1_000), ...series.map(({ values }) => [...values])],
      box,
    );
    const sizes = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
    sizes.observe(box);
    return () => {
      sizes.disconnect();
      plot.destroy();
    };
  }, [metric, times, series, language, colorScheme, t]);

  const words = series.map(({ product, values }) => {
    const known = extremesOf(values);
    return known
      ? t('resources.day.series', {
          name: product,
          now: valueText(t, metric, known.now),
          most: valueText(t, metric, known.most),
        })
      : t('resources.day.silent', { name: product });
  });
  const title = t(`resources.metric.${metric}`);
  const time = at === undefined ? undefined : times[at];
  return (
    <figure className="day-chart">
      <figcaption className="row spread">
        <b className="sm">{title}</b>
        <span className="row xs ink3 day-legend">
          {time !== undefined && (
            <span>
              {new Date(time).toLocaleTimeString(language, {
                hour: '2-digit',
                minute: '2-digit',
                hour12: false,
              })}
            </span>
          )}
          {series.map(({ service, product, values }, index) => {
            const look = LOOKS[index % LOOKS.length] ?? LOOKS[0];
            const value = at === undefined ? extremesOf(values)?.now : values[at];
            return (
              <span key={service} className="row day-key">
                <svg width="18" height="8" aria-hidden="true">
                  <line
                    x2="18"
                    y1="4"
                    y2="4"
                    stroke={`var(${look.colour})`}
                    strokeWidth="2"
                    strokeDasharray={look.dash.join(' ')}
                  />
                </svg>
                {product} {valueText(t, metric, value ?? null)}
              </span>
            );
          })}
        </span>
      </figcaption>
      <div
        ref={place}
        role="img"
        aria-label={t('resources.day.chart', {
          metric: title,
          series: words.join(language === 'zh' ? '；' : '; '),
        })}
      />
    </figure>
  );
}

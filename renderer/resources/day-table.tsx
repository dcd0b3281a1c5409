import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ServiceName } from '../../electron/contract/ids';
import { METRICS, type Metric } from '../../electron/contract/metric';
import type { ResourceHistory } from '../../electron/contract/resources';
import { useText } from '../text/text';
import { meansOf, seriesOf } from './day-series';
import { valueText } from './resource-words';

const HOUR = 60;

interface Props {
  history: ResourceHistory;
  productOf: (service: ServiceName) => string;
}

/** The same day in numbers, for who does not see charts: a mean for each hour, the newest on top. */
export function DayTable({ history, productOf }: Props) {
  const { t, language } = useText();
  const [metric, setMetric] = useState<Metric>('cpus');
  const series = seriesOf(history, metric, productOf).map((one) => ({
    ...one,
    means: meansOf(one.values, HOUR),
  }));
  const hours = series[0]?.means.length ?? 0;
  const caption = t('resources.day.table', { metric: t(`resources.metric.${metric}`) });
  return (
    <div className="day-table">
      <SegmentedControl
        aria-label={t('resources.day.title')}
        value={metric}
        onChange={(next) => setMetric(next as Metric)}
        data={METRICS.map((one) => ({ value: one, label: t(`resources.metric.${one}`) }))}
      />
      <table className="sm">
        <caption className="xs ink3">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('resources.day.hour')}</th>
            {series.map(({ service, product }) => (
              <th key={service} scope="col">
                {product}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: hours }, (_, back) => hours - 1 - back).map((hour) => {
            const from = new Date(history.from + hour * HOUR * history.stepMs);
            return (
              <tr key={hour}>
                <th scope="row">
                  {from.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', hour12: false })}
                </th>
                {series.map(({ service, means }) => (
                  <td key={service}>{valueText(t, metric, means[hour] ?? null)}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

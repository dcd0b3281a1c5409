import { useMemo } from 'react';
import type { ServiceName } from '../../electron/contract/ids';
import { METRICS } from '../../electron/contract/metric';
import type { ResourceHistory } from '../../electron/contract/resources';
import { DayChart } from './day-chart';
import { seriesOf } from './day-series';

interface Props {
  history: ResourceHistory;
  productOf: (service: ServiceName) => string;
}

/** A chart for each metric. */
export function DayCharts({ history, productOf }: Props) {
  const charts = useMemo(() => {
    const length = history.services[0]?.columns.cpus.length ?? 0;
    const times = Array.from({ length }, (_, index) => history.from + index * history.stepMs);
    return METRICS.map((metric) => ({ metric, times, series: seriesOf(history, metric, productOf) }));
  }, [history, productOf]);
  return (
    <div className="day-charts">
      {charts.map((chart) => (
        <DayChart key={chart.metric} {...chart} />
      ))}
    </div>
  );
}

import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { ServiceName } from '../../electron/contract/ids';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { DayTable } from './day-table';
import { DiskSection } from './disk-section';
import { ServiceUse } from './service-use';
import { useLive } from './use-live';
import { WslSection } from './wsl-section';
import './resources.css';

const DayCharts = lazy(() => import('./day-charts').then((m) => ({ default: m.DayCharts })));
/** The app has a new reading once a minute. */
const MINUTE_MS = 60_000;

/** What the bot's services take, now and over a day, what lies on the disk, and the bounds of it. */
export function ResourcesPage({ bot }: { bot: BotView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const minute = useLive(bot.id);
  const history = useQuery(
    trpc.resources.history.queryOptions(
      { bot: bot.id },
      { staleTime: MINUTE_MS, refetchInterval: MINUTE_MS },
    ),
  );
  const limits = useQuery(trpc.resources.limits.queryOptions({ bot: bot.id }));
  const limitOf = useMemo(() => new Map(limits.data?.map((limit) => [limit.service, limit])), [limits.data]);
  const [form, setForm] = useState<'charts' | 'table'>('charts');
  const { services } = bot;
  const productOf = useCallback(
    (service: ServiceName) => services.find(({ name }) => name === service)?.product ?? service,
    [services],
  );
  const day = history.data;
  return (
    <>
      <header className="col resource-head">
        <h1>{t('resources.title')}</h1>
        <p className="sm ink2">{t('resources.line')}</p>
      </header>
      <ServiceUse bot={bot} minute={minute} limits={limitOf} />
      <section className="card col" aria-labelledby="day">
        <div className="row spread wrap">
          <h2 className="h3" id="day">
            {t('resources.day.title')}
          </h2>
          <span className="row wrap">
            <span className="xs ink3">{t('resources.cpuHint')}</span>
            <SegmentedControl
              aria-label={t('resources.day.view')}
              value={form}
              onChange={(next) => setForm(next as typeof form)}
              data={[
                { value: 'charts', label: t('resources.day.asCharts') },
                { value: 'table', label: t('resources.day.asTable') },
              ]}
            />
          </span>
        </div>
        <Refusal error={history.error} />
        {day && day.services.length === 0 && <p className="sm ink3">{t('resources.day.none')}</p>}
        {day &&
          day.services.length > 0 &&
          (form === 'charts' ? (
            <Suspense fallback={<div aria-busy="true" className="day-waiting" />}>
              <DayCharts history={day} productOf={productOf} />
            </Suspense>
          ) : (
            <DayTable history={day} productOf={productOf} />
          ))}
      </section>
      <DiskSection />
      <WslSection />
    </>
  );
}

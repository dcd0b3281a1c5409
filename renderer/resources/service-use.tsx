import type { ServiceName } from '../../electron/contract/ids';
import type { Metric } from '../../electron/contract/metric';
import type { LiveReading, MemoryLimit } from '../../electron/contract/resources';
import type { BotView, ServiceView } from '../../electron/contract/view';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { MemoryLimitForm } from './memory-limit-form';
import { memoryText, valueText } from './resource-words';
import { Sparkline } from './sparkline';
import { KEPT, type LastMinute } from './use-live';

const RATES: readonly Metric[] = ['rxPerSecond', 'txPerSecond', 'readPerSecond', 'writtenPerSecond'];

interface Props {
  bot: BotView;
  minute: LastMinute;
  limits: ReadonlyMap<ServiceName, MemoryLimit>;
}

/** What each service takes now. */
export function ServiceUse({ bot, minute, limits }: Props) {
  const { t } = useText();
  return (
    <section className="card resource-services" aria-label={t('resources.now')}>
      {bot.services.length === 0 && <p className="sm ink3">{t('resources.none')}</p>}
      {bot.services.map((service) => (
        <Row
          key={service.name}
          bot={bot}
          service={service}
          readings={service.state === 'running' ? (minute.get(service.name) ?? []) : []}
          limit={limits.get(service.name)}
        />
      ))}
    </section>
  );
}

interface RowProps {
  bot: BotView;
  service: ServiceView;
  readings: readonly LiveReading[];
  limit: MemoryLimit | undefined;
}

function Row({ bot, service, readings, limit }: RowProps) {
  const { t } = useText();
  const last = readings.at(-1);
  const cpus = readings.map((reading) => reading.cpus);
  return (
    <div className="resource-row">
      <div className="row resource-name">
        <ToneShape tone={service.tone} size={17} />
        <b>{service.product}</b>
      </div>
      {last ? (
        <>
          <div className="resource-cpu">
            <Sparkline values={cpus} most={Math.max(0.1, ...cpus)} slots={KEPT} />
            <Fact name={t('resources.metric.cpus')} value={valueText(t, 'cpus', last.cpus)} />
          </div>
          <div className="resource-memory">
            <Fact
              name={t('resources.metric.memoryBytes')}
              value={
                limit
                  ? t('resources.of', { used: memoryText(last.memoryBytes), limit: memoryText(limit.bytes) })
                  : memoryText(last.memoryBytes)
              }
            />
            {limit && (
              <div className="bar" data-full={last.memoryBytes > limit.bytes * 0.9 || undefined}>
                <i style={{ width: `${Math.min(100, (last.memoryBytes / limit.bytes) * 100)}%` }} />
              </div>
            )}
          </div>
          <dl className="resource-rates">
            {RATES.map((metric) => (
              <div key={metric}>
                <dt>{t(`resources.metric.${metric}`)}</dt>
                <dd>{valueText(t, metric, last[metric])}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p className="sm ink3 resource-empty">
          {t(service.state === 'running' ? 'resources.measuring' : 'resources.stopped')}
        </p>
      )}
      {limit && <MemoryLimitForm bot={bot.id} limit={limit} product={service.product} />}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <p className="resource-fact">
      <span className="xs ink3">{name}</span> <b className="sm">{value}</b>
    </p>
  );
}

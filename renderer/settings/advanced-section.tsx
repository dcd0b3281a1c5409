import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { EnvironmentSetting } from './environment-setting';
import { PortSetting } from './port-setting';
import { SettingRow } from './setting-row';

/** What may be changed of a bot's services by who knows what it is for. */
export function AdvancedSection({ bot }: { bot: BotView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = trpc.advanced.services.queryOptions({ bot: bot.id });
  const services = useQuery({ ...query, staleTime: 0 });
  const changed = () => void queries.invalidateQueries({ queryKey: query.queryKey });
  return (
    <>
      <p className="sm ink2">{t('tuning.line')}</p>
      <Refusal error={services.error} />
      {services.data?.map((one) => (
        <section key={one.service} className="card" aria-label={one.product}>
          <SettingRow
            title={t('tuning.image', { product: one.product, version: one.version })}
            line={one.image}
          >
            {null}
          </SettingRow>
          {one.ports.map((port) => (
            <PortSetting key={port.name} bot={bot} service={one} port={port} onChange={changed} />
          ))}
          <EnvironmentSetting bot={bot} service={one} onChange={changed} />
        </section>
      ))}
    </>
  );
}

import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { GatewayView } from '../../electron/contract/gateway';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { useOptionalService } from '../api/use-optional-service';
import { Evidence } from '../chain/evidence';
import { Remedy } from '../chain/remedy';
import { linkTitle } from '../home/headline';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { sentencesText, sizeText } from '../text/units';
import { Addresses } from './addresses';
import { AdminPassword } from './admin-password';
import { ReachForm } from './reach-form';
import { Rules } from './rules';
import { ShownOnce } from './shown-once';
import { TryUrl } from './try-url';
import { useRoutes } from './use-routes';
import '../pool/pool.css';
import './gateway.css';

/** One address in front of the panels: who reaches it, where everything is, and its rules. */
export function GatewayPage({ bot }: { bot: BotView }) {
  const { t } = useText();
  return (
    <>
      <a className="row sm back" href="#/settings">
        <Icon name="back" size={16} /> {t('gateway.back')}
      </a>
      {bot.gateway ? (
        <Present bot={bot} gateway={bot.gateway} />
      ) : (
        <header className="col pool-empty">
          <h1>{t('gateway.title')}</h1>
          <p className="ink2">{t('gateway.none')}</p>
        </header>
      )}
    </>
  );
}

function Present({ bot, gateway }: { bot: BotView; gateway: GatewayView }) {
  const { t } = useText();
  const trpc = useTRPC();
  const routes = useRoutes(bot.id);
  const [password, setPassword] = useState<string>();
  const turnOn = useMutation(
    trpc.gateway.turnOn.mutationOptions({ onSuccess: (made) => setPassword(made.password) }),
  );
  const turnOff = useMutation(
    trpc.gateway.turnOff.mutationOptions({ onSuccess: () => setPassword(undefined) }),
  );
  const link = gateway.on ? bot.chain.find(({ id }) => id === 'gateway') : undefined;
  return (
    <>
      <header className="headline">
        <ToneShape tone={link?.tone ?? 'idle'} size={34} />
        <div className="grow">
          <h1>{t('gateway.title')}</h1>
          <p className="sm ink2" role="status">
            {!gateway.on
              ? t('gateway.off')
              : link && link.state.kind !== 'ok'
                ? linkTitle(t, link)
                : t('gateway.on')}
          </p>
        </div>
        {gateway.on && (
          <div className="row headline-actions">
            <Button
              leftSection={<Icon name="stop" />}
              loading={turnOff.isPending}
              onClick={() => turnOff.mutate({ bot: bot.id })}
            >
              {t('gateway.turnOff')}
            </Button>
          </div>
        )}
      </header>
      {!gateway.on && <Off bot={bot} />}
      {link?.state.kind === 'broken' && (
        <section className="card">
          <Remedy bot={bot} link={link} said="what" />
          <Evidence link={link} />
        </section>
      )}
      {password && <ShownOnce password={password} />}
      <Refusal error={turnOn.error ?? turnOff.error} />
      <div className="gateway-grid">
        <ReachForm
          key={`${gateway.on} ${gateway.port} ${gateway.reach} ${gateway.domain}`}
          gateway={gateway}
          saving={turnOn.isPending}
          onSave={(settings) => turnOn.mutate({ bot: bot.id, settings })}
        />
        {gateway.on && <Addresses gateway={gateway} />}
      </div>
      <Refusal error={routes.table ? undefined : routes.error} />
      {routes.table && <Rules gateway={gateway} table={routes.table} routes={routes} />}
      {routes.table && <TryUrl bot={bot.id} table={routes.table} url={gateway.url} />}
      {gateway.hasPassword && <AdminPassword bot={bot.id} />}
    </>
  );
}

/** What it is for, and what will be downloaded. */
function Off({ bot }: { bot: BotView }) {
  const { t, language } = useText();
  const service = useOptionalService(bot, 'gateway');
  return (
    <div className="gateway-off">
      <p className="sm ink2">{sentencesText(language, t('gateway.offLine'), t('gateway.line'))}</p>
      {service && (
        <p className="xs ink3">
          {t('gateway.brings', {
            product: service.product,
            licence: service.licence,
            memory: sizeText(service.memoryLimitBytes),
          })}{' '}
          <a href={service.licenceUrl} target="_blank" rel="noreferrer">
            {t('consent.licence')}
          </a>
        </p>
      )}
    </div>
  );
}

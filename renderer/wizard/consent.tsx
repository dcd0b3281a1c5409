import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { Background } from './background';
import { Step } from './step';

/** Rises when what is agreed to changes, so that it is asked again. */
const CONSENT_VERSION = 1;
/** Its makers' own page, where the licence is linked. */
const TENCENT_LICENCE_URL = 'https://im.qq.com/linuxqq/index.shtml';
const POINTS = [
  { text: 'account', icon: 'person' },
  { text: 'slow', icon: 'people' },
  { text: 'where', icon: 'globe' },
] as const;

/** The risk, the pace, where messages go, and what will be installed under which licence. */
export function Consent({ bot, onBack }: { bot: BotView; onBack(): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const offers = useQuery(trpc.stacks.offers.queryOptions());
  const consent = useMutation(trpc.bots.consent.mutationOptions());
  const offer = offers.data?.find((one) => one.id === bot.stack);
  // What may be added later is asked about when it is.
  const services = offer?.services.filter((service) => !service.optional) ?? [];
  return (
    <Step
      title={t('consent.title')}
      todo={2}
      background={<Background bot={bot} />}
      actions={
        <>
          <Button variant="subtle" onClick={onBack}>
            {t('app.back')}
          </Button>
          <Button
            variant="filled"
            size="lg"
            loading={consent.isPending}
            onClick={() => consent.mutate({ bot: bot.id, version: CONSENT_VERSION })}
          >
            {t('consent.agree')}
          </Button>
        </>
      }
    >
      <div className="consent">
        <ul className="reasons">
          {POINTS.map(({ text, icon }) => (
            <li key={text}>
              <span className="avatar square quiet">
                <Icon name={icon} size={22} />
              </span>
              <div>
                <h2 className="h3">{t(`consent.${text}.title`)}</h2>
                <p>{t(`consent.${text}.line`)}</p>
              </div>
            </li>
          ))}
        </ul>
        <section className="card">
          <h2 className="h3">{t('consent.software')}</h2>
          <p className="xs ink3">{t('consent.source')}</p>
          <ul className="licences">
            {services.map((service) => (
              <Licence
                key={service.name}
                name={service.product}
                what={t(`consent.role.${service.name}`)}
                licence={service.licence}
                url={service.licenceUrl}
              />
            ))}
            {services.some((service) => service.name === 'napcat') && (
              <Licence
                name={t('consent.tencent.name')}
                what={t('consent.tencent.where')}
                licence={t('consent.tencent.licence')}
                url={TENCENT_LICENCE_URL}
              />
            )}
          </ul>
          <Refusal error={consent.error} />
        </section>
      </div>
    </Step>
  );
}

function Licence({ name, what, licence, url }: { name: string; what: string; licence: string; url: string }) {
  const { t } = useText();
  return (
    <li>
      <div>
        <b>{name}</b> <span className="ink3 xs">{what}</span>
        <p className="xs ink2">{licence}</p>
      </div>
      <a href={url} target="_blank" rel="noreferrer" aria-label={`${t('consent.licence')} ${name}`}>
        {t('consent.licence')}
      </a>
    </li>
  );
}

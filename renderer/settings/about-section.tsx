import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { handbookHref } from '../handbook/handbook-href';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { ReportButton } from '../support/report-button';
import { useText } from '../text/text';

/** What the build writes of everything that is inside the program. */
const Licences = z.array(
  z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() }),
);

async function readLicences() {
  const response = await fetch('./licences.json');
  if (!response.ok) throw new Error(`licences: HTTP ${response.status}`);
  return Licences.parse(await response.json());
}

/** The program, what it downloads and what is inside it, each with its version and licence. */
export function AboutSection() {
  const { t } = useText();
  const trpc = useTRPC();
  const view = useView();
  const offers = useQuery(trpc.stacks.offers.queryOptions());
  const licences = useQuery({
    queryKey: ['licences'],
    queryFn: readLicences,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [needle, setNeedle] = useState('');
  const wanted = needle.trim().toLowerCase();
  const shown = (licences.data ?? []).filter(({ name, licence }) =>
    `${name} ${licence}`.toLowerCase().includes(wanted),
  );
  const pulled = new Map(
    (offers.data ?? []).flatMap(({ services }) => services).map((service) => [service.name, service]),
  );
  return (
    <>
      <section className="card about">
        <p>
          <b>BotPier</b> {t('settings.version')} {view.version}
        </p>
        <p className="sm ink2">{t('settings.licence')}</p>
        <a className="sm" href={handbookHref()}>
          {t('handbook.title')}
        </a>
      </section>
      <section className="card about" aria-label={t('support.title')}>
        <h2 className="h3">{t('support.title')}</h2>
        <p className="sm ink2">{t('support.aboutLine')}</p>
        <ReportButton variant="default" />
      </section>
      <section className="card about" aria-label={t('about.pulled')}>
        <h2 className="h3">{t('about.pulled')}</h2>
        <p className="xs ink3">{t('about.pulledLine')}</p>
        <ul className="licences">
          {[...pulled.values()].map((service) => (
            <li key={service.name}>
              <b>{service.product}</b> {service.version}
              <a href={service.licenceUrl} target="_blank" rel="noreferrer">
                {service.licence}
              </a>
              <code className="xs ink3">{service.image}</code>
            </li>
          ))}
        </ul>
        <Refusal error={offers.error} />
      </section>
      <section className="card about" aria-label={t('about.inside')}>
        <h2 className="h3">{t('about.inside')}</h2>
        <p className="xs ink3">{t('about.insideLine', { count: licences.data?.length ?? 0 })}</p>
        <TextInput
          className="licence-search"
          aria-label={t('about.find')}
          placeholder={t('about.find')}
          leftSection={<Icon name="search" />}
          value={needle}
          onChange={(event) => setNeedle(event.currentTarget.value)}
        />
        {licences.isSuccess && shown.length === 0 && <p className="sm ink2">{t('about.notFound')}</p>}
        {licences.isError && <p className="sm ink2">{t('about.unreadable')}</p>}
        <ul className="licences">
          {shown.map(({ name, version, licence, text }) => (
            <li key={`${name} ${version}`}>
              <details>
                <summary>
                  <b>{name}</b> {version} <span className="ink3">{licence}</span>
                </summary>
                <pre>{text}</pre>
              </details>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

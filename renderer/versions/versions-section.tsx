import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { UpdatePolicy, type VersionsView } from '../../electron/contract/service-version';
import type { BotView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Icon } from '../parts/icon';
import { Refusal } from '../parts/refusal';
import { useIsFound } from '../settings/setting-needle';
import { SettingRow } from '../settings/setting-row';
import { useText } from '../text/text';
import { OfferedVersion } from './offered-version';
import { UpdateProgress } from './update-progress';
import { UpdateResult } from './update-result';
import { shortDigest } from './version-text';
import './versions.css';

/** What a bot runs, what it could run, and who decides about it. */
export function VersionsSection({ bot }: { bot: BotView }) {
  const { t, language } = useText();
  const trpc = useTRPC();
  const look = useMutation(trpc.serviceUpdates.look.mutationOptions());
  const policy = useMutation(trpc.serviceUpdates.policy.mutationOptions());
  const { versions } = bot;
  const { update, last, lookedAt } = versions;
  const isFound = useIsFound(t('versions.title'), t('versions.line'));
  const products = versions.services
    .filter(({ service }) => versions.unknown.includes(service))
    .map(({ product }) => product)
    .join('、');
  const lastProduct = versions.services.find(({ service }) => service === last?.service)?.product ?? '';
  return (
    <>
      {isFound && update && <UpdateProgress bot={bot.id} update={update} />}
      {isFound && !update && last && <UpdateResult last={last} product={lastProduct} />}
      <section className="card" aria-label={t('versions.title')}>
        {isFound && (
          <div className="setting">
            <div className="setting-text" role="status">
              <h3>{t('versions.title')}</h3>
              <p className="xs ink3">{t('versions.line')}</p>
              <p className="xs ink3">
                {lookedAt === undefined
                  ? t('versions.never')
                  : t('versions.lookedAt', { time: new Date(lookedAt).toLocaleString(language) })}
              </p>
              {products && <p className="xs ink2">{t('versions.unknown', { products })}</p>}
            </div>
            <div className="setting-control">
              <Button
                leftSection={<Icon name="again" />}
                loading={versions.isLooking || look.isPending}
                onClick={() => look.mutate({ bot: bot.id })}
              >
                {t('versions.look')}
              </Button>
            </div>
            <Refusal error={look.error} />
          </div>
        )}
        {isFound && versions.services.map((row) => <VersionRow key={row.service} bot={bot} row={row} />)}
        <SettingRow
          title={t('versions.policy.title')}
          line={`${t(`versions.policyLine.${versions.policy}`)} ${t('versions.policy.line')}`}
          error={policy.error}
        >
          <SegmentedControl
            aria-label={t('versions.policy.title')}
            value={versions.policy}
            disabled={policy.isPending}
            onChange={(value) => policy.mutate({ bot: bot.id, policy: UpdatePolicy.parse(value) })}
            data={UpdatePolicy.options.map((value) => ({ value, label: t(`versions.policy.${value}`) }))}
          />
        </SettingRow>
      </section>
    </>
  );
}

/** One service: what runs, what it could run, and the way back to what ran before. */
function VersionRow({ bot, row }: { bot: BotView; row: VersionsView['services'][number] }) {
  const { t } = useText();
  const trpc = useTRPC();
  const back = useMutation(trpc.serviceUpdates.begin.mutationOptions());
  const { now, before, offer, product, service } = row;
  const isBusy = bot.versions.update !== undefined || bot.change !== undefined;
  const said = [
    t('versions.now', { version: now.version }),
    ...(now.plugins ? [t('versions.plugins', { plugins: now.plugins })] : []),
    ...(offer || bot.versions.lookedAt === undefined || bot.versions.unknown.includes(service)
      ? []
      : [t('versions.newest')]),
  ];
  return (
    <div className="setting version-row">
      <div className="setting-text">
        <h3>{product}</h3>
        <p className="xs ink3">
          {said.join(' · ')} <code>{shortDigest(now.digest)}</code>
        </p>
      </div>
      {before && (
        <div className="setting-control">
          <Button
            variant="subtle"
            disabled={isBusy}
            loading={back.isPending}
            onClick={() => back.mutate({ bot: bot.id, service, to: 'former' })}
          >
            {t('versions.back', {
              version:
                before.version === now.version
                  ? [before.version, shortDigest(before.digest)].filter(Boolean).join(' ')
                  : before.version,
            })}
          </Button>
        </div>
      )}
      {offer && <OfferedVersion bot={bot.id} row={row} isBusy={isBusy} />}
      <Refusal error={back.error} />
    </div>
  );
}

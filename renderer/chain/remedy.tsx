import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FixId } from '../../electron/contract/link-state';
import type { BotView, LinkView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { useFix } from '../api/use-actions';
import { WhatIsThis } from '../handbook/what-is-this';
import { Refusal } from '../parts/refusal';
import { ReportButton } from '../support/report-button';
import { useText } from '../text/text';
import { sentencesText } from '../text/units';
import './evidence.css';

/**
 * What is wrong with a link, why, and the buttons that mend it: the first one is the one to press.
 * `said` is what a headline above has told already.
 */
export function Remedy({ bot, link, said }: { bot: BotView; link: LinkView; said?: 'what' | 'whatAndWhy' }) {
  const { t, language } = useText();
  const { state } = link;
  if (state.kind !== 'broken') return null;
  const { code } = state.diagnosis;
  return (
    <div className="remedy">
      {said === undefined && <h2>{t(`diagnosis.${code}.what`)}</h2>}
      {said === 'whatAndWhy' && <h2>{t('home.whatNow')}</h2>}
      <p className="ink2">
        {sentencesText(
          language,
          said === 'whatAndWhy' ? '' : t(`diagnosis.${code}.why`),
          t(`diagnosis.${code}.todo`),
        )}
      </p>
      <Fixes bot={bot} link={link} fixes={state.fixes} />
      <div className="row wrap">
        <WhatIsThis id={code} />
        <ReportButton variant="subtle" />
      </div>
    </div>
  );
}

/** The buttons of a broken link. */
export function Fixes({ bot, link, fixes }: { bot: BotView; link: LinkView; fixes: readonly FixId[] }) {
  const { t } = useText();
  const trpc = useTRPC();
  const { press, pending, error } = useFix(bot.id);
  const providers = useQuery({
    ...trpc.model.providers.queryOptions(),
    enabled: fixes.includes('openTopUp'),
  });
  const topUp = providers.data?.find((provider) => provider.id === bot.model?.provider)?.topUpUrl;
  return (
    <>
      <div className="row wrap fixes">
        {fixes.map((fix, index) => {
          const variant = index === 0 ? 'filled' : 'default';
          if (fix === 'openTopUp') {
            return topUp === undefined ? null : (
              <Button key={fix} component="a" href={topUp} target="_blank" rel="noreferrer" variant={variant}>
                {t('fix.openTopUp')}
              </Button>
            );
          }
          return (
            <Button key={fix} variant={variant} loading={pending === fix} onClick={() => press(link.id, fix)}>
              {t(`fix.${fix}`)}
            </Button>
          );
        })}
      </div>
      <Refusal error={error} />
    </>
  );
}

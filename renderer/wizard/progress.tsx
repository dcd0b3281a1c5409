import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { Ask } from '../../electron/contract/link-state';
import type { BotView, LinkView } from '../../electron/contract/view';
import { useTRPC } from '../api/trpc';
import { Evidence, History } from '../chain/evidence';
import { shareOf, stateWord } from '../chain/link-words';
import { Remedy } from '../chain/remedy';
import { Refusal } from '../parts/refusal';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { Background, Bar, paceText } from './background';
import { KeepPanel } from './keep-panel';
import { SpacePanel } from './space-panel';
import { Step } from './step';

/** Nothing to be done but wait: everything under way, with its bytes and its time. */
export function Progress({ bot, link }: { bot: BotView; link: LinkView | undefined }) {
  const { t } = useText();
  const trpc = useTRPC();
  const start = useMutation(trpc.bots.start.mutationOptions());
  if (bot.intent === 'stopped') {
    return (
      <Step
        title={t('progress.stoppedTitle')}
        line={t('progress.stoppedLine')}
        actions={
          <Button
            variant="filled"
            size="lg"
            loading={start.isPending}
            onClick={() => start.mutate({ bot: bot.id })}
          >
            {t('progress.resume')}
          </Button>
        }
      >
        <Refusal error={start.error} />
      </Step>
    );
  }
  const working = bot.chain.filter((one) => one.state.kind === 'working');
  const title =
    link?.state.kind === 'working'
      ? t(`doingLine.${link.state.doing}`, { link: t(`chain.${link.id}`) })
      : t('progress.title');
  return (
    <Step title={title} background={<p className="sm ink2">{t('progress.line')}</p>}>
      <div className="waiting">
        <ul className="card working-rows" aria-label={t('wizard.quay.working')}>
          {working.map((one) => (
            <WorkingRow key={one.id} link={one} />
          ))}
          {working.length === 0 && (
            <li>
              <ToneShape tone="busy" size={20} /> {t('doing.checking')}
            </li>
          )}
        </ul>
      </div>
    </Step>
  );
}

function WorkingRow({ link }: { link: LinkView }) {
  const { t } = useText();
  if (link.state.kind !== 'working') return null;
  const { progress } = link.state;
  const source = progress?.source ? t('wizard.quay.from', { source: progress.source }) : '';
  return (
    <li>
      <ToneShape tone="busy" size={20} share={shareOf(progress)} />
      <div className="grow">
        <p className="row spread wrap pull-line">
          <span>
            <b>{t(`chain.${link.id}`)}</b> {stateWord(t, link)}
          </span>
          <span className="ink3">{[source, paceText(t, progress)].filter(Boolean).join(' · ')}</span>
        </p>
        <Bar progress={progress} label={t(`chain.${link.id}`)} />
      </div>
    </li>
  );
}

/** A link that is broken while setting up. */
export function Trouble({ bot, link }: { bot: BotView; link: LinkView }) {
  const { t } = useText();
  const title =
    link.state.kind === 'broken'
      ? t(`diagnosis.${link.state.diagnosis.code}.what`)
      : t('progress.brokenTitle');
  return (
    <Step title={title} background={link.id === 'images' ? undefined : <Background bot={bot} />}>
      <div className="trouble">
        <section className="card">
          <Remedy bot={bot} link={link} said="what" />
          <Evidence link={link} />
        </section>
        <section className="card">
          <History link={link} />
        </section>
      </div>
    </Step>
  );
}

/** The disk is full. */
export function Space({
  bot,
  link,
  ask,
}: {
  bot: BotView;
  link: LinkView;
  ask: Extract<Ask, { kind: 'freeDisk' }>;
}) {
  const { t } = useText();
  return (
    <Step title={t('ask.freeDisk.title')}>
      <div className="waiting">
        <SpacePanel bot={bot} link={link} ask={ask} />
      </div>
    </Step>
  );
}

/** Somebody edited what is ours. */
export function Keep({
  bot,
  link,
  ask,
}: {
  bot: BotView;
  link: LinkView;
  ask: Extract<Ask, { kind: 'keepOrReplace' }>;
}) {
  const { t } = useText();
  return (
    <Step title={t('ask.keepOrReplace.title')}>
      <div className="waiting">
        <KeepPanel bot={bot} link={link} ask={ask} />
      </div>
    </Step>
  );
}

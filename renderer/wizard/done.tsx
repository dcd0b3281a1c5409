import { Button } from '@mantine/core';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { Chain } from '../chain/chain';
import { useNarrow } from '../frame/use-narrow';
import { go } from '../frame/use-page';
import { CopyButton } from '../parts/copy-button';
import { Icon, Mark } from '../parts/icon';
import { RehearsalBanner } from '../rehearsal/banner';
import { useText } from '../text/text';
import { durationText, latencyText, maskedNumber } from '../text/units';
import { Top } from './top';
import './wizard.css';

/** The whole chain holds: how long it took, its first words, and what to try next. */
export function Done({ bot, onHome }: { bot: BotView; onHome(): void }) {
  const { t } = useText();
  const view = useView();
  const narrow = useNarrow('alone');
  const { proof } = bot;
  return (
    <div className="done">
      {view.rehearsal && <RehearsalBanner />}
      <Top bot={bot} />
      <main className="done-body" id="main">
        <div className="done-head" role="status">
          <h1>{t('done.title')}</h1>
          <p className="ink2">
            {bot.firstReplyMs === undefined
              ? t('done.lineShort')
              : t('done.line', { time: durationText(t, bot.firstReplyMs) })}
          </p>
        </div>
        <section className="chain-frame">
          <Chain chain={bot.chain} variant={narrow ? 'down' : 'hero'} here={undefined} arriving />
        </section>
        <div className="done-grid">
          {proof && (
            <section>
              <h2>{t('done.first')}</h2>
              <div className="said">
                <span className="avatar small">
                  <Mark size={17} />
                </span>
                <div>
                  <p className="bubble bot">{proof.answer}</p>
                  <p className="xs ink3">
                    {t('done.proofLine', {
                      model: bot.model?.model ?? '',
                      time: latencyText(t, proof.latencyMs),
                    })}
                  </p>
                </div>
              </div>
            </section>
          )}
          <section>
            <h2>{t('done.next')}</h2>
            {view.rehearsal ? <RehearsedNext /> : <Next bot={bot} />}
          </section>
        </div>
      </main>
      <footer className="quay">
        <p className="quay-left sm ink2">{t(view.rehearsal ? 'rehearsal.stays' : 'done.stays')}</p>
        <Button
          variant={view.rehearsal ? 'default' : 'filled'}
          size={view.rehearsal ? 'sm' : 'lg'}
          onClick={onHome}
        >
          {t('done.home')}
        </Button>
        {view.rehearsal && (
          <Button
            variant="filled"
            size="lg"
            onClick={() => {
              onHome();
              go('chat');
            }}
          >
            {t('rehearsal.toChat')}
          </Button>
        )}
      </footer>
    </div>
  );
}

function Next({ bot: { account } }: { bot: BotView }) {
  const { t } = useText();
  return (
    <ul className="next-steps">
      <li>
        <Icon name="bubble" size={20} />
        <div className="grow">
          <b>{t('done.send.title')}</b>
          {account && (
            <p className="xs ink2">{[account.nick, maskedNumber(account.uin)].filter(Boolean).join(' · ')}</p>
          )}
        </div>
        {account && <CopyButton text={account.uin} label={t('done.copyNumber')} />}
      </li>
      <li>
        <Icon name="people" size={20} />
        <div className="grow">
          <b>{t('done.group.title')}</b>
          <p className="xs ink2">{t('done.group.line')}</p>
        </div>
      </li>
      <li>
        <Icon name="safe" size={20} />
        <div className="grow">
          <b>{t('done.save.title')}</b>
          <p className="xs ink2">{t('done.save.line')}</p>
        </div>
        <Button variant="subtle" size="xs" onClick={() => go('backup')}>
          {t('done.save.how')}
        </Button>
      </li>
    </ul>
  );
}

/** Nobody can write to an account that does not exist: what there is to try is all in here. */
function RehearsedNext() {
  const { t } = useText();
  const steps = [
    { text: 'chat', icon: 'bubble' },
    { text: 'faults', icon: 'plug' },
    { text: 'end', icon: 'mask' },
  ] as const;
  return (
    <ul className="next-steps">
      {steps.map(({ text, icon }) => (
        <li key={text}>
          <Icon name={icon} size={20} />
          <div className="grow">
            <b>{t(`rehearsal.next.${text}.title`)}</b>
            <p className="xs ink2">{t(`rehearsal.next.${text}.line`)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

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
  const { proof, account } = bot;
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
            <ul className="next-steps">
              <li>
                <Icon name="bubble" size={20} />
                <div className="grow">
                  <b>{t('done.send.title')}</b>
                  {account && (
                    <p className="xs ink2">
                      {[account.nick, maskedNumber(account.uin)].filter(Boolean).join(' · ')}
                    </p>
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
            </ul>
          </section>
        </div>
      </main>
      <footer className="quay">
        <p className="quay-left sm ink2">{t('done.stays')}</p>
        {view.rehearsal && (
          <Button
            leftSection={<Icon name="bubble" />}
            onClick={() => {
              onHome();
              go('chat');
            }}
          >
            {t('nav.chat')}
          </Button>
        )}
        <Button variant="filled" size="lg" onClick={onHome}>
          {t('done.home')}
        </Button>
      </footer>
    </div>
  );
}

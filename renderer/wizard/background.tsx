import { Button, Popover } from '@mantine/core';
import type { Progress } from '../../electron/contract/link-state';
import type { BotView, LinkView } from '../../electron/contract/view';
import { shareOf, stateWord } from '../chain/link-words';
import { Remedy } from '../chain/remedy';
import { ToneShape } from '../parts/shape';
import { useText } from '../text/text';
import { etaText, rateText } from '../text/units';

/** What goes on by itself while the user does something else: the pull, the preparation, their troubles. */
export function Background({ bot }: { bot: BotView }) {
  const { t } = useText();
  const links = bot.chain.filter((link) => link.id === 'images' || link.id === 'brain');
  const trouble = links.find((link) => link.state.kind === 'broken');
  if (trouble?.state.kind === 'broken') return <Troubled bot={bot} link={trouble} />;

  const working = links.filter((link) => link.state.kind === 'working');
  const first = working[0];
  if (first?.state.kind !== 'working') {
    const ready = links.every((link) => link.tone === 'ok' || isReady(link));
    return ready && links.length > 0 ? (
      <p className="row sm ink2">
        <ToneShape tone="ok" size={18} /> {t('wizard.quay.allReady')}
      </p>
    ) : null;
  }
  return (
    <div className="pull">
      <p className="row spread wrap pull-line">
        <span>
          <b>{t('wizard.quay.working')}</b>{' '}
          {working.map((link) => `${t(`chain.${link.id}`)} ${stateWord(t, link)}`).join(' · ')}
        </span>
        <span className="ink3">{paceText(t, first.state.progress)}</span>
      </p>
      <Bar progress={first.state.progress} label={t('wizard.quay.working')} />
      <p className="ink3">
        {[
          first.state.progress?.source ? t('wizard.quay.from', { source: first.state.progress.source }) : '',
          t('wizard.quay.goOn'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </div>
  );
}

function isReady(link: LinkView): boolean {
  return link.state.kind === 'off' && link.state.why === 'ready';
}

type Text = ReturnType<typeof useText>['t'];

/** Speed and time left, as far as they are known. */
export function paceText(t: Text, progress: Progress | undefined): string {
  return [
    progress?.bytesPerSecond ? t('wizard.quay.speed', { rate: rateText(progress.bytesPerSecond) }) : '',
    progress?.etaMs === undefined ? '' : etaText(t, progress.etaMs),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** A bar only where the share is known. */
export function Bar({ progress, label }: { progress: Progress | undefined; label: string }) {
  const share = shareOf(progress);
  if (share === undefined) return null;
  const percent = Math.floor(share * 100);
  return (
    <div
      className="bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}

function Troubled({ bot, link }: { bot: BotView; link: LinkView }) {
  const { t } = useText();
  return (
    <div className="row sm">
      <ToneShape tone="bad" size={18} />
      <span>{t('wizard.quay.trouble', { word: t(`chain.${link.id}`) })}</span>
      <Popover position="top-start" width={420} trapFocus>
        <Popover.Target>
          <Button size="xs">{t('wizard.quay.look')}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Remedy bot={bot} link={link} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

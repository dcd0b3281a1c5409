import { Button } from '@mantine/core';
import type { Ask } from '../../electron/contract/link-state';
import type { BotView, LinkView } from '../../electron/contract/view';
import { useFix } from '../api/use-actions';
import { Refusal } from '../parts/refusal';
import { useText } from '../text/text';
import { momentText } from '../text/units';

interface Props {
  bot: BotView;
  link: LinkView;
  ask: Extract<Ask, { kind: 'keepOrReplace' }>;
}

/** Ours or theirs; nothing is done until the user says which. */
export function KeepPanel({ bot, link, ask }: Props) {
  const { t, language } = useText();
  const { press, pending, error } = useFix(bot.id);
  return (
    <section className="card remedy">
      <p>{t('keep.line', { what: ask.what })}</p>
      <p className="sm ink3">{t('keep.at', { time: momentText(t, language, ask.changedAt, Date.now()) })}</p>
      <div className="row wrap fixes">
        <Button
          variant="filled"
          loading={pending === 'rewriteOurs'}
          onClick={() => press(link.id, 'rewriteOurs')}
        >
          {t('keep.ours')}
        </Button>
        <Button loading={pending === 'takeTheirs'} onClick={() => press(link.id, 'takeTheirs')}>
          {t('keep.theirs')}
        </Button>
      </div>
      <Refusal error={error} />
    </section>
  );
}

import type { Ask } from '../../electron/contract/link-state';
import type { BotView, LinkView } from '../../electron/contract/view';
import { Fixes } from '../chain/remedy';
import { Icon } from '../parts/icon';
import { useText } from '../text/text';
import { sizeText } from '../text/units';

interface Props {
  bot: BotView;
  link: LinkView;
  ask: Extract<Ask, { kind: 'freeDisk' }>;
}

/** How much is missing and what can go. */
export function SpacePanel({ bot, link, ask }: Props) {
  const { t } = useText();
  const line =
    ask.neededBytes !== undefined && ask.freeBytes !== undefined
      ? t('space.line', { needed: sizeText(ask.neededBytes), free: sizeText(ask.freeBytes) })
      : t('space.lineUnknown');
  return (
    <section className="card remedy">
      <p>{line}</p>
      <ul className="reasons">
        {(['space.tip1', 'space.tip2'] as const).map((tip) => (
          <li key={tip}>
            <Icon name="disk" /> {t(tip)}
          </li>
        ))}
      </ul>
      <p>
        <a href="#/resources">{t('resources.cleanUp.button')}</a>
      </p>
      <Fixes bot={bot} link={link} fixes={['freeDisk']} />
    </section>
  );
}

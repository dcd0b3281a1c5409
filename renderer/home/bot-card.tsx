import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { Wake } from '../../electron/contract/bot';
import type { BotView } from '../../electron/contract/view';
import { isAtRehearsal } from '../api/rehearsal-address';
import { isDesktop } from '../api/transport';
import { Icon, Mark } from '../parts/icon';
import { useNow } from '../parts/use-now';
import { type TextFunction, useText } from '../text/text';
import { durationText, maskedNumber } from '../text/units';

const EditBot = lazy(() => import('./edit-bot').then((m) => ({ default: m.EditBot })));

/** When it speaks, in words. */
export function wakeText(t: TextFunction, wake: Wake): string {
  const parts = [
    wake.private && t('card.wakePrivate'),
    wake.mention && t('card.wakeMention'),
    wake.nickname && t('card.wakeNickname'),
    wake.random > 0 && t('card.wakeRandom', { percent: Math.round(wake.random * 100) }),
  ].filter((part) => part !== false);
  return parts.length === 0 ? t('card.never') : parts.join(t('card.and'));
}

/** Who the bot is. */
export function BotCard({ bot, onChangeBrain }: { bot: BotView; onChangeBrain: (() => void) | undefined }) {
  const { t } = useText();
  const now = useNow(30_000);
  const [editing, setEditing] = useState(false);
  // A browser would be asked for a password that nobody knows; the window signs in by itself.
  const panels =
    isDesktop && !isAtRehearsal ? bot.services.filter((service) => service.panel !== undefined) : [];
  const rows: [string, string][] = [
    [t('card.brain'), bot.stack ? t(`stack.${bot.stack}.name`) : t('card.none')],
    [t('card.model'), bot.model?.model ?? t('card.none')],
    [t('card.persona'), t(`card.preset.${bot.persona.preset}`)],
    [t('card.wake'), wakeText(t, bot.wake)],
    [t('card.online'), bot.account ? durationText(t, now - bot.account.since) : t('card.none')],
    [t('card.owner'), bot.owner ? maskedNumber(bot.owner) : t('card.nobody')],
  ];
  return (
    <section className="card bot-card" aria-label={bot.name}>
      <div className="row">
        <span className="avatar">
          <Mark />
        </span>
        <div className="grow">
          <h2>{bot.persona.nickname}</h2>
          <p className="xs ink3">{bot.account ? `QQ ${maskedNumber(bot.account.uin)}` : bot.name}</p>
        </div>
        <Button
          variant="subtle"
          size="xs"
          onClick={() => setEditing(true)}
          aria-label={t('card.title', { name: bot.name })}
        >
          {t('card.edit')}
        </Button>
      </div>
      <dl className="bot-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {onChangeBrain && (
        <Button
          variant="subtle"
          size="xs"
          className="bot-change"
          leftSection={<Icon name="swap" size={16} />}
          onClick={onChangeBrain}
        >
          {t('brain.change')}…
        </Button>
      )}
      {panels.length > 0 && (
        <div className="bot-panels">
          <p className="ink3 xs">{t('card.panels')}</p>
          <div className="row wrap">
            {panels.map((service) => (
              <Button
                key={service.name}
                component="a"
                href={service.panel}
                target="_blank"
                rel="noreferrer"
                variant="subtle"
                size="xs"
                leftSection={<Icon name="open" size={16} />}
                aria-label={t('services.panel', { name: service.product })}
              >
                {service.product}
              </Button>
            ))}
          </div>
        </div>
      )}
      {editing && (
        <Suspense>
          <EditBot bot={bot} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </section>
  );
}

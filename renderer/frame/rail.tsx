import { Popover, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { useTRPC } from '../api/trpc';
import { MicroChain } from '../chain/chain';
import { stateWord } from '../chain/link-words';
import { handbookHref } from '../handbook/handbook-href';
import { Icon, Mark } from '../parts/icon';
import { ToneShape } from '../parts/shape';
import { type TextFunction, useText } from '../text/text';
import { pagesOf, railPageOf } from './pages';
import { go, type Page } from './use-page';

interface Props {
  bot: BotView | undefined;
  page: Page;
  onChooseBot(bot: BotId): void;
}

/** Bots, pages, the engine. At the bottom of narrow windows only the pages are left of it. */
export function Rail({ bot, page, onChooseBot }: Props) {
  const { t } = useText();
  const view = useView();
  return (
    <aside className="rail">
      <div className="brand rail-brand">
        <Mark />
        <div>
          {t('app.name')}
          <br />
          <small>{t('app.product')}</small>
        </div>
      </div>
      {bot && <BotSwitch bot={bot} onChooseBot={onChooseBot} />}
      <nav className="rail-nav" aria-label={t('nav.label')}>
        {pagesOf(view.rehearsal).map((one) => (
          <a
            key={one.page}
            className="nav"
            href={`#/${one.page === 'home' ? '' : one.page}`}
            aria-current={one.page === page ? 'page' : one.page === railPageOf(page) ? 'true' : undefined}
          >
            <Icon name={one.icon} size={19} />
            {t(`nav.${one.page}`)}
          </a>
        ))}
      </nav>
      <a
        className="nav rail-help"
        href={handbookHref()}
        aria-current={page === 'handbook' ? 'page' : undefined}
      >
        <Icon name="info" size={19} />
        {t('handbook.title')}
      </a>
      <p className="rail-engine">
        <ToneShape tone={view.engine.tone} size={14} />
        <span>{t('nav.engine', { name: view.engine.name })}</span>
      </p>
    </aside>
  );
}

/** The few words beside a bot's name. */
function botWord(t: TextFunction, bot: BotView, brief = false): string {
  const link =
    bot.chain.find((one) => one.id === bot.focus) ?? bot.chain.find((one) => one.tone === bot.tone);
  if (bot.tone === 'ok' || !link) return t('chain.state.ok');
  const word = stateWord(t, link, { brief: true });
  return brief ? word : `${t(`chain.${link.id}`)} · ${word}`;
}

function BotSwitch({ bot, onChooseBot }: { bot: BotView; onChooseBot(bot: BotId): void }) {
  const { t } = useText();
  const trpc = useTRPC();
  const view = useView();
  const [open, setOpen] = useState(false);
  const create = useMutation(trpc.bots.create.mutationOptions());
  const choose = (id: BotId) => {
    setOpen(false);
    onChooseBot(id);
    go('home');
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={280} trapFocus>
      <Popover.Target>
        <UnstyledButton className="bot-switch" onClick={() => setOpen(!open)}>
          <span className="avatar small">
            <Mark size={17} />
          </span>
          <span className="grow bot-switch-name">
            <b className="sm">{bot.name}</b>
            <span className="tone" data-tone={bot.tone}>
              <ToneShape tone={bot.tone} size={12} />
              <span className="bot-switch-word">{botWord(t, bot, true)}</span>
            </span>
          </span>
          <Icon name="down" size={15} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className="bot-list">
        <p className="xs ink3">{t('nav.bots')}</p>
        <ul>
          {view.bots.map((one) => (
            <li key={one.id}>
              <UnstyledButton
                className="bot-row"
                aria-current={one.id === bot.id ? 'true' : undefined}
                onClick={() => choose(one.id)}
              >
                <b className="sm">{one.name}</b>
                <MicroChain
                  chain={one.chain}
                  label={t('chain.all', { name: t('chain.name'), state: botWord(t, one) })}
                />
              </UnstyledButton>
            </li>
          ))}
        </ul>
        <UnstyledButton
          className="bot-row bot-add"
          onClick={() => create.mutate(undefined, { onSuccess: choose })}
        >
          <Icon name="plus" /> {t('nav.add')}
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}

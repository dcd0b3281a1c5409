import { lazy, Suspense, useState } from 'react';
import type { LinkId } from '../../electron/contract/ids';
import type { BotView, LinkView } from '../../electron/contract/view';
import { ChangeResult } from '../brain/change-result';
import { useChangeBrain } from '../brain/use-change-brain';
import { Chain } from '../chain/chain';
import { useNarrow } from '../frame/use-narrow';
import { VersionsNote } from '../versions/versions-note';
import { BackupCard } from './backup-card';
import { BotCard } from './bot-card';
import { Headline } from './headline';
import { Messages } from './messages';
import { Services } from './services';
import { worstOf } from './worst';
import './home.css';

const ChangeProgress = lazy(() =>
  import('../brain/change-progress').then((m) => ({ default: m.ChangeProgress })),
);
const LinkPanel = lazy(() => import('./link-panel').then((m) => ({ default: m.LinkPanel })));

/** The worst truth and what mends it; below, the bot's parts. */
export function Home({ bot }: { bot: BotView }) {
  const narrow = useNarrow('besideRail');
  const [opened, setOpened] = useState<LinkId>();
  const changeBrain = useChangeBrain(bot);
  const worst = worstOf(bot);
  const needsPanel = worst.kind === 'link' && worst.link.tone !== 'busy';
  const worstLink: LinkView | undefined = needsPanel ? worst.link : undefined;
  const shown = bot.chain.find((link) => link.id === opened) ?? worstLink;
  return (
    <>
      <Headline bot={bot} worst={worst} />
      {bot.change ? (
        <Suspense>
          <ChangeProgress bot={bot.id} change={bot.change} />
        </Suspense>
      ) : (
        bot.lastChange && <ChangeResult last={bot.lastChange} onAgain={changeBrain.ask} />
      )}
      <VersionsNote bot={bot} />
      {narrow && shown === worstLink && shown && <Panel bot={bot} link={shown} said />}
      <section className="chain-frame">
        <Chain
          chain={bot.chain}
          variant={narrow ? 'down' : 'hero'}
          here={worst.kind === 'link' ? worst.link.id : undefined}
          open={shown?.id}
          onOpen={(link) => setOpened(opened === link ? undefined : link)}
        />
      </section>
      {shown && !(narrow && shown === worstLink) && (
        <Panel
          bot={bot}
          link={shown}
          said={shown === worstLink}
          onClose={shown.id === opened ? () => setOpened(undefined) : undefined}
        />
      )}
      <div className="home-grid">
        <BotCard bot={bot} onChangeBrain={changeBrain.ask} />
        <div className="col home-right">
          <Services bot={bot} onBrainBack={changeBrain.ask} />
          <Messages bot={bot} />
          <BackupCard bot={bot} />
        </div>
      </div>
      {changeBrain.dialog}
    </>
  );
}

interface PanelProps {
  bot: BotView;
  link: LinkView;
  said: boolean;
  onClose?: (() => void) | undefined;
}

function Panel({ bot, link, said, onClose }: PanelProps) {
  return (
    <Suspense fallback={<section className="card" aria-busy="true" />}>
      <LinkPanel bot={bot} link={link} said={said} onClose={onClose} />
    </Suspense>
  );
}

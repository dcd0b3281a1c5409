import { lazy, Suspense } from 'react';
import type { BotId } from '../../electron/contract/ids';
import type { BotView } from '../../electron/contract/view';
import { useView } from '../api/app-view';
import { Home } from '../home/home';
import { RehearsalBanner } from '../rehearsal/banner';
import { Notices } from './notices';
import { Rail } from './rail';
import type { Page } from './use-page';
import { useShortcuts } from './use-shortcuts';
import './frame.css';

const BackupPage = lazy(() => import('../backup/backup-page').then((m) => ({ default: m.BackupPage })));
const ChatPage = lazy(() => import('../rehearsal/chat-page').then((m) => ({ default: m.ChatPage })));
const LogsPage = lazy(() => import('../logs/logs-page').then((m) => ({ default: m.LogsPage })));
const ResourcesPage = lazy(() =>
  import('../resources/resources-page').then((m) => ({ default: m.ResourcesPage })),
);
const ModelPage = lazy(() => import('../home/model-page').then((m) => ({ default: m.ModelPage })));
const PoolPage = lazy(() => import('../pool/pool-page').then((m) => ({ default: m.PoolPage })));
const GatewayPage = lazy(() => import('../gateway/gateway-page').then((m) => ({ default: m.GatewayPage })));
const HandbookPage = lazy(() =>
  import('../handbook/handbook-page').then((m) => ({ default: m.HandbookPage })),
);
const SettingsPage = lazy(() =>
  import('../settings/settings-page').then((m) => ({ default: m.SettingsPage })),
);

interface Props {
  bot: BotView | undefined;
  page: Page;
  onChooseBot(bot: BotId): void;
}

/** The rail and a page. */
export function Pier({ bot, page, onChooseBot }: Props) {
  const view = useView();
  useShortcuts(view.rehearsal);
  return (
    <div className="pier">
      {view.rehearsal && <RehearsalBanner />}
      <div className="pier-row">
        <Rail bot={bot} page={page} onChooseBot={onChooseBot} />
        <main className="main" id="main">
          <Notices />
          <Suspense fallback={<div aria-busy="true" />}>
            {page === 'handbook' ? (
              <HandbookPage />
            ) : page === 'settings' || !bot ? (
              <SettingsPage bot={bot} />
            ) : page === 'logs' ? (
              <LogsPage key={bot.id} bot={bot} />
            ) : page === 'resources' ? (
              <ResourcesPage key={bot.id} bot={bot} />
            ) : page === 'model' ? (
              <ModelPage key={bot.id} bot={bot} />
            ) : page === 'pool' ? (
              <PoolPage key={bot.id} bot={bot} />
            ) : page === 'backup' ? (
              <BackupPage key={bot.id} bot={bot} />
            ) : page === 'gateway' ? (
              <GatewayPage key={bot.id} bot={bot} />
            ) : page === 'chat' && view.rehearsal ? (
              <ChatPage bot={bot} />
            ) : (
              <Home key={bot.id} bot={bot} />
            )}
          </Suspense>
        </main>
      </div>
    </div>
  );
}

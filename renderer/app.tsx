import { useMantineColorScheme } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { BotId } from '../electron/contract/ids';
import { findBot, useView } from './api/app-view';
import { isDesktop } from './api/transport';
import { useChosenBot } from './frame/use-chosen-bot';
import { usePage } from './frame/use-page';
import { languageOf } from './text/load-texts';
import { showLanguage, useText } from './text/text';
import { Wizard } from './wizard/wizard';

const Pier = lazy(() => import('./frame/pier').then((module) => ({ default: module.Pier })));
const KeepingDialog = lazy(() =>
  import('./secrets/keeping-dialog').then((module) => ({ default: module.KeepingDialog })),
);
const Unlock = lazy(() => import('./secrets/unlock').then((module) => ({ default: module.Unlock })));
const Done = lazy(() => import('./wizard/done').then((module) => ({ default: module.Done })));

/** Which screen: the wizard while a bot is being set up, else the pier with its pages. */
export function App() {
  const view = useView();
  const page = usePage();
  const { t } = useText();
  const [chosen, setChosen] = useChosenBot();
  const [settingUp, setSettingUp] = useState<BotId>();
  const [asked, setAsked] = useState(false);
  const { setColorScheme } = useMantineColorScheme();
  const { language, theme } = view.settings;

  useEffect(() => void showLanguage(languageOf(language, navigator.language)), [language]);
  useEffect(() => setColorScheme(theme), [theme, setColorScheme]);

  const bot = findBot(view, chosen) ?? view.bots[0];
  // Seen to be set up in this window: its success is worth a screen of its own before home.
  if (bot?.settingUp && settingUp !== bot.id) setSettingUp(bot.id);

  const atHome = page === 'home';
  return (
    <>
      <button type="button" className="skip" onClick={skipToMain}>
        {t('app.skip')}
      </button>
      <Suspense>
        {view.secrets.locked ? (
          <Unlock />
        ) : atHome && (!bot || bot.settingUp) ? (
          <Wizard key={bot?.id} bot={bot} onChooseBot={setChosen} />
        ) : atHome && bot?.proof && settingUp === bot.id ? (
          <Done bot={bot} onHome={() => setSettingUp(undefined)} />
        ) : (
          <Pier bot={bot} page={page} onChooseBot={setChosen} />
        )}
        {/* Before the first key is pasted. Elsewhere a line above the page says it, with the same choice. */}
        {isDesktop && view.secrets.asks && !asked && <KeepingDialog onClose={() => setAsked(true)} />}
      </Suspense>
    </>
  );
}

/** A link would change the address, which holds the page; so the focus is moved by hand. */
function skipToMain(): void {
  const main = document.querySelector<HTMLElement>('main');
  main?.setAttribute('tabindex', '-1');
  main?.focus();
}

// First, so that every style sheet of ours comes after Mantine's: what is later wins.
import './theme/mantine-styles';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApi } from './api/trpc';
import { entered } from './enter';
import { Root } from './root';
import { languageOf } from './text/load-texts';
import { showLanguage } from './text/text';
import { cssVariablesResolver, theme } from './theme/theme';

const root = document.getElementById('root');
if (!root) throw new Error('no #root in index.html');

const texts = showLanguage(languageOf('auto', navigator.language));
const { session, transport } = await entered;
const api = transport && createApi(transport);
await texts;

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      withGlobalClasses={false}
    >
      <Root first={session} api={api} />
    </MantineProvider>
  </StrictMode>,
);

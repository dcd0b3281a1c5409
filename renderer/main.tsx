import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSession } from './api/session';
import { createApi } from './api/trpc';
import { Root } from './root';
import { languageOf, showLanguage } from './text/text';
import { cssVariablesResolver, theme } from './theme/theme';

const root = document.getElementById('root');
if (!root) throw new Error('no #root in index.html');

const texts = showLanguage(languageOf('auto', navigator.language));
const session = await openSession();
// It connects while the texts come and the first screen is put together.
const api = session.kind === 'open' ? createApi() : undefined;
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

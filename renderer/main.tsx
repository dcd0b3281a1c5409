import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSession } from './api/session';
import { Root } from './root';
import { languageOf, showLanguage } from './text/text';
import { cssVariablesResolver, theme } from './theme/theme';

const root = document.getElementById('root');
if (!root) throw new Error('no #root in index.html');

const [session] = await Promise.all([openSession(), showLanguage(languageOf('auto', navigator.language))]);

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      withGlobalClasses={false}
    >
      <Root first={session} />
    </MantineProvider>
  </StrictMode>,
);

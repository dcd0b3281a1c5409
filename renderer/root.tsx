import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useConnection, ViewProvider } from './api/app-view';
import type { Session } from './api/session';
import { type Api, createApi, TRPCProvider } from './api/trpc';
import { App } from './app';
import { keepFocus } from './frame/keep-focus';
import { Lost } from './frame/lost';
import { Opening } from './frame/opening';

/** Only seen by whoever comes without the token: not worth a place before everybody's first screen. */
const SignIn = lazy(() => import('./frame/sign-in').then((module) => ({ default: module.SignIn })));

/** Gets in, connects, and keeps the last view on screen while the connection is away. */
export function Root({ first, api }: { first: Session; api: Api | undefined }) {
  const [session, setSession] = useState(first);
  useEffect(keepFocus, []);
  if (session.kind === 'needed') {
    return (
      <Suspense>
        <SignIn session={session} onSession={setSession} />
      </Suspense>
    );
  }
  return <Connected early={api} onSession={setSession} />;
}

/** `early`: a connection that is already under way. */
function Connected({ early, onSession }: { early: Api | undefined; onSession(session: Session): void }) {
  const [api] = useState(() => early ?? createApi());
  return (
    <QueryClientProvider client={api.queries}>
      <TRPCProvider trpcClient={api.client} queryClient={api.queries}>
        <Watched onSession={onSession} />
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function Watched({ onSession }: { onSession(session: Session): void }) {
  const { view, lostAt } = useConnection();
  return (
    <>
      {lostAt !== undefined && <Lost since={lostAt} quiet={view === undefined} onSession={onSession} />}
      {view ? (
        <ViewProvider view={view}>
          <App />
        </ViewProvider>
      ) : (
        <Opening />
      )}
    </>
  );
}

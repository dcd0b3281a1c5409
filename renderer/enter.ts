import type { TRPCWebSocketClient } from '@trpc/client';
import { openSession, type Session } from './api/session';
import { createTransport } from './api/transport';
import { languageOf, loadTexts } from './text/load-texts';

export interface Entered {
  session: Session;
  /** Connecting; undefined while nobody has signed in. */
  transport: TRPCWebSocketClient | undefined;
}

/** The way in. It is a script of its own (vite.config.ts), so that it is begun before the page's own has come. */
export const entered: Promise<Entered> = enter();

async function enter(): Promise<Entered> {
  // Without them there is nothing to draw; whoever draws waits for the same ones, and hears if they do not come.
  loadTexts(languageOf('auto', navigator.language)).catch(() => {});
  const session = await openSession();
  return { session, transport: session.kind === 'open' ? createTransport() : undefined };
}

import type { Panel, ServiceAccess } from '../roles';
import { WebError } from './web-error';
import { createSessionShelf, type WebSession } from './web-session';
import { createWebTransport, type WebTransport } from './web-transport';

/** The way into one NapCat's web API. */
export interface WebAccess {
  transport: WebTransport;
  session: WebSession;
}

/** Opens ways into NapCats; those to the same one share what it counts together. */
export function createWebAccess(): (access: ServiceAccess) => WebAccess {
  const shelves = new WeakMap<ServiceAccess['clock'], ReturnType<typeof createSessionShelf>>();
  return (access) => {
    const { webui: port } = access.ports;
    const { webui: token } = access.secrets;
    if (port === undefined) throw new Error('napcat: no port named webui');
    if (!token) throw new Error('napcat: the secret webui is missing');
    const shelf = shelves.get(access.clock) ?? createSessionShelf(access.clock);
    shelves.set(access.clock, shelf);
    return {
      transport: createWebTransport({ port, fetch: access.fetch, clock: access.clock }),
      session: shelf(port, token),
    };
  };
}

/** Lets a browser into NapCat's panel by a credential of an hour; its page keeps it as JSON. */
export function createPanelEntry(open: (access: ServiceAccess) => WebAccess): Panel['enter'] {
  return async (access, signal) => {
    const { transport, session } = open(access);
    const held = await session.credential(transport, signal);
    if (await isTaken(transport, held, signal)) return { token: JSON.stringify(held) };
    session.discard(held);
    const fresh = await session.credential(transport, signal);
    if (!(await isTaken(transport, fresh, signal))) throw new WebError('refused', 'credential not taken');
    return { token: JSON.stringify(fresh) };
  };
}

async function isTaken(transport: WebTransport, credential: string, signal?: AbortSignal): Promise<boolean> {
  return (await transport('/auth/check', { body: {}, credential, signal })).code === 0;
}

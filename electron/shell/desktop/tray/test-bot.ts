import { botView, broken } from '../../../../e2e/screens/views';
import { LINK_IDS, type LinkId } from '../../../contract/ids';
import type { LinkState } from '../../../contract/link-state';
import { Settings } from '../../../contract/settings';
import type { AppView, BotView, ServiceView } from '../../../contract/view';

export const BROKEN = broken('bridgeDown', []);
export const SCAN: LinkState = { kind: 'needsYou', ask: { kind: 'scanQr', url: 'https://qq/x', since: 0 } };

/** A bot that is well, but for the links and the parts named. */
export function testBot(
  links: Partial<Record<LinkId, LinkState>> = {},
  parts: Partial<BotView> = {},
): BotView {
  const states = Object.fromEntries(
    LINK_IDS.map((id): [string, LinkState] => [id, links[id] ?? { kind: 'ok' }]),
  );
  return botView(states, {
    services: [testService(), testService({ name: 'koishi', role: 'brain', product: 'Koishi' })],
    account: { uin: '2800004417', nick: '小码', since: 0 },
    ...parts,
  });
}

export function testService(parts: Partial<ServiceView> = {}): ServiceView {
  return {
    name: 'napcat',
    role: 'messenger',
    product: 'NapCat',
    version: '4.18.19',
    tone: 'ok',
    state: 'running',
    restarts: 0,
    ...parts,
  };
}

export function testView(bots: BotView[] = [testBot()], settings: unknown = {}): AppView {
  return {
    version: '0.1.0',
    rehearsal: false,
    settings: Settings.parse(settings),
    bots,
    engine: { tone: 'ok', name: 'Docker' },
    notices: [],
    notifications: { recent: [], secrets: {} },
    network: { proxy: '', login: 'absent' },
    data: { dir: '/data', canOpen: false },
    secrets: { keeping: 'system', locked: false, choices: [], asks: false, enterAgain: [] },
  };
}

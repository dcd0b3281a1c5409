import type { LinkId } from '../../../contract/ids';
import { type Tone, toneOf, weakestTone } from '../../../contract/tone';
import type { BotView, LinkView, ServiceView } from '../../../contract/view';
import type { TrayTexts } from './texts';
import type { TrayState } from './tray-state';

/** How something is, as the tray shows it: a symbol's tone and a word or two. */
export interface Condition {
  tone: Tone;
  words: string;
}

/** Links whose trouble shows on the line of the service that plays a role. */
const LINKS_OF: Partial<Record<ServiceView['role'], readonly LinkId[]>> = {
  messenger: ['messenger', 'login'],
  brain: ['brain', 'bridge', 'model'],
};

/** The icon's tone: of the weakest bot that is meant to run; of trouble in the shell itself before that. */
export function overallTone({ view, trouble }: TrayState): Tone {
  if (trouble === 'core' || trouble === 'window') return 'bad';
  if (!view) return 'busy';
  const running = view.bots.filter((bot) => bot.intent === 'running');
  return weakestTone(running.map((bot) => bot.tone));
}

export function botCondition(bot: BotView, texts: TrayTexts): Condition {
  if (bot.intent === 'stopped') return { tone: 'idle', words: texts.bot.stopped };
  const focus = bot.chain.find((link) => link.id === bot.focus);
  const link = focus ?? bot.chain.find(({ state }) => state.kind === 'working');
  if (link) return { tone: bot.tone, words: linkWords(link, texts) };
  return { tone: bot.tone, words: bot.tone === 'ok' ? texts.bot.ok : texts.bot.ready };
}

export function serviceCondition(bot: BotView, service: ServiceView, texts: TrayTexts): Condition {
  if (service.state !== 'running' || service.tone !== 'ok') {
    const word = service.state === 'exited' && service.tone === 'idle' ? 'stopped' : service.state;
    return { tone: service.tone, words: texts.service[word] };
  }
  const ids = LINKS_OF[service.role] ?? [];
  const troubled = bot.chain.find(
    ({ id, state }) => ids.includes(id) && ['broken', 'needsYou', 'working'].includes(state.kind),
  );
  if (troubled) return linkCondition(troubled, texts);
  const isOnline = service.role === 'messenger' && bot.account !== undefined;
  return { tone: 'ok', words: isOnline ? texts.service.online : texts.service.running };
}

/** A service that runs but is cut off by another's fault is not broken itself. */
function linkCondition(link: LinkView, texts: TrayTexts): Condition {
  const isForeign = link.state.kind === 'broken' && (link.id === 'bridge' || link.id === 'model');
  return {
    tone: isForeign ? 'warn' : toneOf(link.state),
    words:
      link.id === 'bridge' && link.state.kind === 'broken' ? texts.service.cutOff : linkWords(link, texts),
  };
}

function linkWords({ id, state }: LinkView, texts: TrayTexts): string {
  switch (state.kind) {
    case 'needsYou':
      return texts.ask[state.ask.kind];
    case 'working':
      return texts.doing[state.doing];
    case 'broken':
      return texts.broken[id];
    case 'ok':
    case 'off':
      return texts.bot.ready;
  }
}

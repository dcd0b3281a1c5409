import type { BotView, LinkView } from '../../electron/contract/view';

/** The one thing home speaks of. */
export type Worst = { kind: 'fine' } | { kind: 'stopped' } | { kind: 'link'; link: LinkView };

/** The worst truth of a bot: what the app focuses on, else the first link that works on something. Pure. */
export function worstOf(bot: Pick<BotView, 'chain' | 'focus' | 'intent' | 'tone'>): Worst {
  const focused = bot.chain.find((link) => link.id === bot.focus);
  if (focused && focused.tone !== 'ok') return { kind: 'link', link: focused };
  const bad = bot.chain.find((link) => link.tone === 'bad') ?? bot.chain.find((link) => link.tone === 'warn');
  if (bad) return { kind: 'link', link: bad };
  const busy = bot.chain.find((link) => link.tone === 'busy');
  if (busy) return { kind: 'link', link: busy };
  if (bot.intent === 'stopped') return { kind: 'stopped' };
  const idle = bot.chain.find((link) => link.tone === 'idle');
  if (idle?.id === 'sync') return { kind: 'link', link: idle };
  return idle ? { kind: 'stopped' } : { kind: 'fine' };
}

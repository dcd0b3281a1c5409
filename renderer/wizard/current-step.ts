import type { LinkId } from '../../electron/contract/ids';
import type { Ask, LinkState } from '../../electron/contract/link-state';
import type { BotView, LinkView } from '../../electron/contract/view';

type Broken = Extract<LinkState, { kind: 'broken' }>;

/** The screen of the wizard: always read off the chain, never remembered. */
export type WizardStep =
  | { kind: 'ask'; link: LinkView; ask: Ask }
  | { kind: 'broken'; link: LinkView; state: Broken }
  | { kind: 'working'; link: LinkView | undefined }
  | { kind: 'stopped' };

/** What is asked first when several things are: what the rest rests on, then what can be done while waiting. */
const PRIORITY: readonly Ask['kind'][] = [
  'installEngine',
  'startEngine',
  'allowEngine',
  'chooseStack',
  'consent',
  'enterAgain',
  'enterKey',
  'freeDisk',
  'keepOrReplace',
  'solveCaptcha',
  'verifyDevice',
  'acceptAccount',
  'confirmOnPhone',
  'scanQr',
];

/** Asked while an engine that is wrong can wait no longer: nothing else would get anywhere. */
const ENGINE_FIRST: LinkId = 'engine';

/** The one screen to show while a bot is being set up. Pure. */
export function currentStep(bot: Pick<BotView, 'chain' | 'intent'>): WizardStep {
  const engine = bot.chain.find((link) => link.id === ENGINE_FIRST);
  if (engine?.state.kind === 'broken') return { kind: 'broken', link: engine, state: engine.state };

  const asks = bot.chain.flatMap((link) =>
    link.state.kind === 'needsYou' ? [{ kind: 'ask' as const, link, ask: link.state.ask }] : [],
  );
  const first = PRIORITY.flatMap((kind) => asks.filter((one) => one.ask.kind === kind))[0];
  if (first) return first;

  for (const link of bot.chain) {
    // A bot that cannot be saved can still be brought up.
    if (link.id !== 'sync' && link.state.kind === 'broken')
      return { kind: 'broken', link, state: link.state };
  }
  if (bot.intent === 'stopped') return { kind: 'stopped' };
  return { kind: 'working', link: bot.chain.find((link) => link.state.kind === 'working') };
}

/** The four things a user does, in order; the position of a step among them, or undefined. */
const TODO: readonly (readonly Ask['kind'][])[] = [
  ['chooseStack'],
  ['consent'],
  ['enterKey', 'enterAgain'],
  ['scanQr', 'confirmOnPhone', 'solveCaptcha', 'verifyDevice', 'acceptAccount'],
];
export const TODO_COUNT = TODO.length;

/** 1 for the first thing the user does, 4 for the last; undefined for what is not among the four. */
export function todoNumber(step: WizardStep): number | undefined {
  if (step.kind !== 'ask') return undefined;
  const at = TODO.findIndex((kinds) => kinds.includes(step.ask.kind));
  return at < 0 ? undefined : at + 1;
}

import type { LinkState } from '../../contract/link-state';
import type { UpdateHoldReason } from '../../contract/update';
import type { BotView } from '../../contract/view';
import { createValue, type Readable } from '../../lib/value';

/** Keeps updates away from what they must not interrupt. */
export interface UpdateHold extends Readable<UpdateHoldReason | undefined> {
  /** Takes note of what the bots are doing. */
  look(bots: readonly BotView[]): void;
  /** Nothing is updated while `work`, a restore, is under way. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function createUpdateHold(): UpdateHold {
  const reason = createValue<UpdateHoldReason | undefined>(undefined);
  let settingUp = false;
  let restores = 0;
  const judge = () => reason.set(restores > 0 ? 'restore' : settingUp ? 'setup' : undefined);
  return {
    get: reason.get,
    subscribe: reason.subscribe,
    look(bots) {
      settingUp = bots.some(isBeingSetUp);
      judge();
    },
    async during(work) {
      restores++;
      judge();
      try {
        return await work();
      } finally {
        restores--;
        judge();
      }
    },
  };
}

const SIGNING_IN: ReadonlySet<string> = new Set(['scanQr', 'confirmOnPhone', 'solveCaptcha', 'verifyDevice']);

/** A set-up that somebody left in the middle does not keep updates away for ever: only what is under way does. */
function isBeingSetUp(bot: BotView): boolean {
  const isNew = bot.settingUp || bot.change !== undefined;
  return isNew && bot.intent === 'running' && bot.chain.some(({ state }) => isUnderWay(state));
}

function isUnderWay(state: LinkState): boolean {
  return state.kind === 'working' || (state.kind === 'needsYou' && SIGNING_IN.has(state.ask.kind));
}

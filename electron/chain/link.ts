import type { LinkId, ServiceName } from '../contract/ids';
import type { LinkState } from '../contract/link-state';
import type { Role } from '../services/roles';
import type { World } from './world';

/**
 * One link of the chain. All three parts are pure: `observe` picks what the link looks at from the world,
 * `judge` says what it means, `repair` says what the program can do about it by itself.
 */
export interface Link<Observation = unknown> {
  id: LinkId;
  observe(world: World): Observation;
  judge(observation: Observation, earlier: EarlierLinks): LinkState;
  /** Undefined when there is nothing to do, or only the user can do it. */
  repair(observation: Observation, state: LinkState): Repair | undefined;
  /** The technical second line, when there is something to say. */
  detail(observation: Observation): string | undefined;
}

/** States of the links judged so far. */
export type EarlierLinks = Readonly<Partial<Record<LinkId, LinkState>>>;

/** What the supervisor can be asked to do. It owns all retries and their back-off. */
export type Repair =
  /** `images`: all that the bot needs, so that one that is wished for later does not wait for the others. */
  | { do: 'pull'; images: string }
  | { do: 'apply'; role: Role }
  | { do: 'checkImages' }
  | { do: 'changePort'; role: Role }
  /** Stops a brain that was changed for another one and that somebody has started. */
  | { do: 'rest'; service: ServiceName }
  | { do: 'restartService'; role: Role }
  | { do: 'refreshQr' }
  | { do: 'relogin'; account: string }
  | { do: 'inspectBridge' }
  | { do: 'rewriteBridge' }
  | { do: 'reconnectBridge' }
  | { do: 'checkModel' }
  /** Tries the pool's keys that were not tried yet. */
  | { do: 'checkKeys' }
  /** Each wish is tried on its own: many edits in a row are no failures. */
  | { do: 'writeKeyPool'; wish: number }
  /** A pool that runs and is good for nothing: started anew, then begun anew. */
  | { do: 'mendKeyPool' }
  | { do: 'prove' }
  | { do: 'reloadGateway' };

/** `off`, resting on `link`. */
export function waitingFor(link: LinkId): LinkState {
  return { kind: 'off', why: 'waiting', waitsFor: link };
}

export const STOPPED: LinkState = { kind: 'off', why: 'stopped' };

/** True when an earlier link is well, so that this one may be judged by its own truth. */
export function isOk(earlier: EarlierLinks, link: LinkId): boolean {
  return earlier[link]?.kind === 'ok';
}

import { LINK_IDS, type LinkId } from '../contract/ids';
import type { LinkState } from '../contract/link-state';
import { brainLink } from './brain-link';
import { bridgeLink } from './bridge-link';
import { engineLink } from './engine-link';
import { gatewayLink } from './gateway-link';
import { imagesLink } from './images-link';
import type { EarlierLinks, Link, Repair } from './link';
import { loginLink } from './login-link';
import { messengerLink } from './messenger-link';
import { modelLink } from './model-link';
import { replyLink } from './reply-link';
import { syncLink } from './sync-link';
import type { World } from './world';

/** What one link says of the world. */
export interface LinkFinding {
  id: LinkId;
  state: LinkState;
  repair: Repair | undefined;
  detail: string | undefined;
}

/** Judges every link, from the left. Pure. */
export function walk(world: World): LinkFinding[] {
  const earlier: Partial<Record<LinkId, LinkState>> = {};
  const findings = new Map<LinkId, LinkFinding>();
  const visit = <O>(link: Link<O>) => {
    const observation = link.observe(world);
    const state = link.judge(observation, earlier as EarlierLinks);
    earlier[link.id] = state;
    findings.set(link.id, {
      id: link.id,
      state,
      repair: link.repair(observation, state),
      detail: link.detail(observation),
    });
  };
  visit(engineLink);
  visit(imagesLink);
  visit(messengerLink);
  visit(loginLink);
  visit(bridgeLink);
  visit(brainLink);
  visit(modelLink);
  visit(replyLink);
  if (world.gateway) visit(gatewayLink);
  if (world.sync) visit(syncLink);
  return LINK_IDS.flatMap((id) => findings.get(id) ?? []);
}

import { momentOf, stateCode } from '../../chain/link-moment';
import type { LinkFinding } from '../../chain/walk';
import type { LinkId } from '../../contract/ids';
import { toneOf } from '../../contract/tone';
import type { LinkView } from '../../contract/view';

/** Remembers since when each link has been as it is, and what it was before. */
export interface LinkHistory {
  /** The links as drawn; call on every look. */
  draw(findings: readonly LinkFinding[], now: number): LinkView[];
}

const KEPT = 20;

export function createLinkHistory(): LinkHistory {
  const known = new Map<LinkId, { code: string; since: number; history: LinkView['history'] }>();
  return {
    draw(findings, now) {
      return findings.map(({ id, state, detail }) => {
        const code = stateCode(state);
        const before = known.get(id);
        const entry =
          before?.code === code
            ? before
            : {
                code,
                since: now,
                history: [momentOf(state, now), ...(before?.history ?? [])].slice(0, KEPT),
              };
        known.set(id, entry);
        return {
          id,
          state,
          tone: toneOf(state),
          ...(detail === undefined ? {} : { detail }),
          since: entry.since,
          history: entry.history,
        };
      });
    },
  };
}

import type { BrainChange, LastBrainChange } from '../../contract/brain-change';
import type { LinkId } from '../../contract/ids';
import type { Ask, LinkState, Progress } from '../../contract/link-state';
import type { ChatLine } from '../../contract/rehearsal';
import type { LastServiceUpdate, ServiceUpdate, VersionsView } from '../../contract/service-version';
import type { Tone } from '../../contract/tone';

/** What a command tells while it works. As `--json` each is one line, with `t`: ms since the command began. */
export type CliEvent =
  | { event: 'start'; version: string; rehearsal: boolean }
  | { event: 'link'; link: LinkId; tone: Tone; state: LinkState; detail?: string | undefined }
  | ({ event: 'progress'; link: LinkId } & Progress)
  /** `url` is what the code says; a newer one replaces it. */
  | { event: 'qr'; url: string; since: number }
  | { event: 'ask'; ask: Ask }
  | { event: 'reply'; answer: string; latencyMs: number }
  | ({ event: 'change' } & BrainChange)
  | ({ event: 'changed' } & LastBrainChange)
  | { event: 'versions'; services: VersionsView['services']; unknown: VersionsView['unknown'] }
  | ({ event: 'update' } & ServiceUpdate)
  | ({ event: 'updated'; product: string } & LastServiceUpdate)
  | { event: 'chat'; from: ChatLine['from']; text: string }
  /** `flag` would have answered it without a person. */
  | { event: 'error'; code: string; message: string; flag?: string | undefined };

export interface Reporter {
  report(event: CliEvent): void;
}

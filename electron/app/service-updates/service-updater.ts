import type { LinkFinding } from '../../chain/walk';
import type { ServiceName } from '../../contract/ids';
import type { UpdatePolicy, VersionsView } from '../../contract/service-version';

/** Keeps the versions of one bot's services: what runs, what is to be had, and the way from one to the other and back. */
export interface ServiceUpdater {
  /** @param findings what the links say now */
  view(findings: readonly Pick<LinkFinding, 'id' | 'state'>[]): VersionsView;
  /** Looks for newer versions now. Resolves once that is known, or that it is not. */
  look(): Promise<void>;
  /**
   * Puts the offered version of a service in the place of the one that runs, or with `former` the one that ran before.
   * Resolves once that is on disk and begun.
   * @throws AppError `notAllowed` where there is none or the bot is stopped; `busy` while anything else is changed or
   * restored
   */
  begin(service: ServiceName, to: 'offer' | 'former'): Promise<void>;
  /** Goes back to what ran before; resolves once it runs. */
  cancel(): Promise<void>;
  setPolicy(policy: UpdatePolicy): Promise<void>;
  /** Says no to what is offered: it is told no more. */
  dismiss(service: ServiceName): Promise<void>;
  /** Takes up what was under way when BotPier ended: the old version is put back. Nothing may run before. */
  recover(): Promise<void>;
  /** Looks at what has changed: called after each judgement of the chain. */
  consider(): void;
  idle(): Promise<void>;
  /** Stops where it is, for `recover`. */
  close(): Promise<void>;
}

import type { BotId, ServiceName } from '../../contract/ids';
import type { UpdatePolicy } from '../../contract/service-version';

/** What can be done about the versions of a bot's services. */
export interface ServiceUpdateCalls {
  /** Looks for newer ones now. */
  look(bot: BotId): Promise<void>;
  /**
   * Puts the offered version in the place of the one that runs, or the former one back; resolves once begun,
   * `BotView.versions` tells the rest. `notAllowed` where there is none, `busy` while anything else is changed.
   */
  begin(bot: BotId, service: ServiceName, to: 'offer' | 'former'): Promise<void>;
  /** Goes back to the version that ran before; nothing to do when none is being updated. */
  cancel(bot: BotId): Promise<void>;
  policy(bot: BotId, policy: UpdatePolicy): Promise<void>;
  /** Says no to what is offered of a service. */
  dismiss(bot: BotId, service: ServiceName): Promise<void>;
}

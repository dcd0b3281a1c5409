import type { Bot } from '../../contract/bot';
import type { SnapshotsView } from '../../contract/snapshot';
import type { BotState } from './bot-state';

/** What is shown of a bot's snapshots. Pure. */
export function snapshotsView({ snapshots: settings, restored }: Bot, state: BotState): SnapshotsView {
  return {
    settings,
    ...state.snapshots,
    ...(restored ? { restored: { at: restored.at, snapshot: restored.snapshot } } : {}),
  };
}

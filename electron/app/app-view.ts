import { engineLink } from '../chain/engine-link';
import type { NotificationsView } from '../contract/notification';
import type { SecretsView } from '../contract/secrets';
import type { Settings } from '../contract/settings';
import type { RestoreView } from '../contract/sync';
import { toneOf } from '../contract/tone';
import type { UpdateView } from '../contract/update';
import type { AppView, BotView, ModelPreset, Notice } from '../contract/view';
import type { EngineProbe } from '../engine/engine';
import { PRODUCT_VERSION } from './version';

/** Everything the renderer draws, put together anew on each change. */
export function appView(input: {
  settings: Settings;
  bots: BotView[];
  probe: EngineProbe | undefined;
  notices: Notice[];
  notifications: NotificationsView;
  secrets: SecretsView;
  network: AppView['network'];
  data: AppView['data'];
  rehearsal: boolean;
  modelPreset: ModelPreset | undefined;
  restoring: RestoreView | undefined;
  update: UpdateView | undefined;
}): AppView {
  const { probe } = input;
  return {
    version: PRODUCT_VERSION,
    rehearsal: input.rehearsal,
    settings: input.settings,
    bots: input.bots,
    engine: {
      tone: toneOf(engineLink.judge(probe, {})),
      name: probe?.kind === 'running' ? probe.info.product : 'Docker',
      ...(probe?.kind === 'running' ? { version: probe.info.version } : {}),
    },
    notices: input.notices,
    notifications: input.notifications,
    secrets: input.secrets,
    network: input.network,
    data: input.data,
    ...(input.modelPreset ? { modelPreset: input.modelPreset } : {}),
    ...(input.restoring ? { restoring: input.restoring } : {}),
    ...(input.update ? { update: input.update } : {}),
  };
}

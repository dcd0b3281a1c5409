import { AppError } from '../../contract/errors';
import type { Settings, SettingsPatch } from '../../contract/settings';
import type { App } from '../api';
import { exportSettings, importSettings } from './settings-file';
import type { SettingsStore } from './settings-store';

export interface SettingsCallsOptions {
  settings: SettingsStore;
  dir: string;
  openFolder: ((path: string) => Promise<void>) | undefined;
  /** Brings the app in line with what was changed. */
  onChange: (before: Settings, after: Settings) => Promise<void>;
}

/** What the user does with the settings as a whole. */
export function createSettingsCalls({
  settings,
  dir,
  openFolder,
  onChange,
}: SettingsCallsOptions): App['settings'] {
  async function patch(changes: SettingsPatch): Promise<void> {
    const before = settings.get();
    await settings.patch(changes);
    await onChange(before, settings.get());
  }
  return {
    patch,
    export: () => exportSettings(settings.get()),
    import: async (text) => patch(importSettings(text)),
    async openFolder() {
      if (!openFolder) throw new AppError('notAllowed');
      await openFolder(dir);
    },
  };
}

import { ProviderId } from '../contract/model';
import type { ModelPreset } from '../contract/view';
import type { ShellOptions } from './shell-options';

/**
 * What the key screen begins with, as the flags say. An address without a provider is somebody's own.
 * @throws ZodError when there is no such provider
 */
export function modelPresetOf({ provider, baseUrl, model }: ShellOptions): ModelPreset | undefined {
  if (provider === undefined && baseUrl === undefined) return undefined;
  return {
    provider: ProviderId.parse(provider ?? 'custom'),
    ...(baseUrl !== undefined && { baseUrl }),
    ...(model !== undefined && { model }),
  };
}

import type { App } from '../app/api';
import { toShellOptions } from './shell-options';

/** Boots a rehearsal that looks like the real app beside it: same language, same theme, nothing else of it. */
export async function bootBeside(real: Promise<App>): Promise<App> {
  const { language, theme } = (await real).view.get().settings;
  const { bootRehearsal } = await import('./boot-rehearsal');
  const rehearsal = await bootRehearsal({ ...toShellOptions({ rehearse: true }), url: undefined });
  await rehearsal.settings.patch({ language, theme });
  return rehearsal;
}

import { z } from 'zod';
import { AppError } from '../../contract/errors';
import { Settings, SettingsPatch } from '../../contract/settings';

const KIND = 'botpier-settings';
const VERSION = 1;

/** What stands on every file of ours, whatever its version. */
const Envelope = z.looseObject({ kind: z.literal(KIND), version: z.number().int().min(1) });

/** Without what is true of one computer alone, and without what passes. */
const Portable = SettingsPatch.omit({ engine: true });

/** The settings as a file that another BotPier reads. Secrets are not among settings, and so not in it. */
export function exportSettings(settings: Settings): string {
  const { pausedUntil: _, ...notifications } = settings.notifications;
  const portable = Portable.parse({ ...settings, notifications });
  return `${JSON.stringify({ kind: KIND, version: VERSION, settings: portable }, null, 2)}\n`;
}

/**
 * The change that makes settings as they are in a file.
 * @throws AppError `importForeign` for another file, `importNewer` for one of a newer BotPier, `importInvalid` with
 * the `field` that is not as it should be
 */
export function importSettings(text: string): SettingsPatch {
  const envelope = Envelope.safeParse(parseJson(text));
  if (!envelope.success) throw new AppError('importForeign');
  const { version } = envelope.data;
  if (version > VERSION) throw new AppError('importNewer', { version });
  const read = Portable.safeParse(envelope.data['settings']);
  if (!read.success) throw invalid(read.error);
  // What a patch takes may still not be a whole: it is tried on the defaults before anything is changed.
  const whole = Settings.safeParse({ ...read.data });
  if (!whole.success) throw invalid(whole.error);
  return read.data;
}

function invalid({ issues }: z.ZodError): AppError {
  return new AppError('importInvalid', { field: issues[0]?.path.join('.') || 'settings' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { defaultDataDir } from './data-dir';

/** What may be said on the command line of the window and of the web page alike; the terminal has the same names. */
export const SHELL_FLAGS = {
  rehearse: { type: 'boolean' },
  'data-dir': { type: 'string' },
  mirror: { type: 'string', multiple: true },
  registry: { type: 'string' },
  proxy: { type: 'string' },
  provider: { type: 'string' },
  'base-url': { type: 'string' },
  model: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

export interface ShellOptions {
  rehearse: boolean;
  /** Undefined in a rehearsal that nobody gave a place: it leaves nothing behind. */
  dataDir: string | undefined;
  /** Registry prefixes for image pulls, in the order given; empty = as in the settings. */
  mirrors: readonly string[];
  /** npm registry for plugin installs; undefined = as in the settings. */
  registry: string | undefined;
  proxy: string | undefined;
  /** What the key screen begins with. */
  provider: string | undefined;
  baseUrl: string | undefined;
  model: string | undefined;
}

export interface ShellFlagValues {
  rehearse?: boolean | undefined;
  'data-dir'?: string | undefined;
  mirror?: string[] | undefined;
  registry?: string | undefined;
  proxy?: string | undefined;
  provider?: string | undefined;
  'base-url'?: string | undefined;
  model?: string | undefined;
}

export function toShellOptions(values: ShellFlagValues): ShellOptions {
  const rehearse = values.rehearse ?? false;
  const dataDir = values['data-dir'];
  return {
    rehearse,
    dataDir: dataDir !== undefined ? resolve(dataDir) : rehearse ? undefined : defaultDataDir(),
    mirrors: values.mirror ?? [],
    registry: values.registry,
    proxy: values.proxy,
    provider: values.provider,
    baseUrl: values['base-url'],
    model: values.model,
  };
}

/** Reads the window's arguments; what Chromium or the desktop adds of its own is passed over. */
export function parseShellOptions(args: readonly string[]): ShellOptions {
  const { values } = parseArgs({
    args: [...args],
    options: SHELL_FLAGS,
    strict: false,
    allowPositionals: true,
  });
  return toShellOptions(onlyStrings(values));
}

/** A flag without its value comes as `true` where unknown flags are let through. */
function onlyStrings(values: Record<string, unknown>): ShellFlagValues {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  const mirror = values['mirror'];
  return {
    rehearse: values['rehearse'] === true,
    'data-dir': text('data-dir'),
    mirror: Array.isArray(mirror) ? mirror.filter((item) => typeof item === 'string') : undefined,
    registry: text('registry'),
    proxy: text('proxy'),
    provider: text('provider'),
    'base-url': text('base-url'),
    model: text('model'),
  };
}

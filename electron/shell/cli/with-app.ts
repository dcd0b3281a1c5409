import type { App } from '../../app/api';
import type { LookOnly } from '../../app/app-ports';
import { type Clock, systemClock } from '../../lib/clock';
import { bootApp } from '../boot';
import { toShellOptions } from '../shell-options';
import type { Reporter } from './cli-event';
import { describeFailure } from './describe-failure';
import { createJsonReporter } from './json-reporter';
import { unlockSecrets } from './secrets';
import { createTerminal, type Terminal } from './terminal';
import { createTextReporter } from './text-reporter';
import type { Texts } from './texts';
import { textsFor } from './texts-for';

/** Flags that every command has, as commander names them. */
export interface CommonFlags {
  dataDir?: string;
  rehearse?: boolean;
  mirror?: string[];
  registry?: string;
  proxy?: string;
  provider?: string;
  baseUrl?: string;
  model?: string;
  lang?: string;
  json?: boolean;
  bot?: string;
}

export interface Session {
  app: App;
  texts: Texts;
  language: 'zh' | 'en';
  reporter: Reporter;
  terminal: Terminal | undefined;
  clock: Clock;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  write: (text: string) => void;
  json: boolean;
}

/**
 * Starts the app for one command and lets go of it after; ends the process with the command's exit code.
 * @param lookOnly the command changes nothing and may run beside another BotPier; `asking`: it may ask the model
 */
export async function withApp(
  flags: CommonFlags,
  lookOnly: LookOnly | undefined,
  command: (session: Session) => Promise<number>,
): Promise<void> {
  const cancel = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => cancel.abort());
  const texts = textsFor(flags.lang, process.env);
  const json = flags.json ?? false;
  const write = (text: string) => void process.stdout.write(text);
  const reporter = json ? createJsonReporter(systemClock, write) : createTextReporter(process.stdout, texts);
  const isAttended = !json && process.stdin.isTTY && process.stdout.isTTY;
  let app: App | undefined;
  try {
    app = await bootApp({ ...optionsOf(flags), url: undefined, lookOnly });
    const terminal = isAttended ? createTerminal(process.stdin, process.stdout, cancel.signal) : undefined;
    const { language } = texts;
    const isOpen = await unlockSecrets({ app, language, terminal, reporter, write });
    if (!isOpen) {
      process.exitCode = 2;
      return;
    }
    process.exitCode = await command({
      app,
      texts,
      language,
      reporter,
      terminal,
      clock: systemClock,
      signal: cancel.signal,
      write,
      json,
    });
  } catch (error) {
    const failure = cancel.signal.aborted
      ? { code: 'cancelled', message: texts.say.cancelled }
      : describeFailure(error, texts);
    reporter.report({ event: 'error', ...failure });
    process.exitCode = 1;
  } finally {
    await app?.close();
    process.exit();
  }
}

function optionsOf(flags: CommonFlags) {
  return toShellOptions({
    ...flags,
    'data-dir': flags.dataDir,
    'base-url': flags.baseUrl,
  });
}

import type { App } from '../../app/api';
import type { BotId } from '../../contract/ids';
import type { Reporter } from './cli-event';
import type { Terminal } from './terminal';
import type { Texts } from './texts';
import type { UpAnswers } from './up-answers';

/** What whoever answers an ask has at hand. */
export interface AskContext {
  app: App;
  bot: BotId;
  /** Undefined when nobody can be asked. */
  terminal: Terminal | undefined;
  answers: UpAnswers;
  texts: Texts;
  reporter: Reporter;
  language: 'zh' | 'en';
  signal: AbortSignal;
}

/** `answered`: look again · `outside`: only the world can answer · otherwise the end of the command. */
export type AskOutcome = 'answered' | 'outside' | { exit: 1 | 2 };

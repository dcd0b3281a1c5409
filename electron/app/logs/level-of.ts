import { stripVTControlCharacters } from 'node:util';
import type { LogLevel } from '../../contract/view';

/** Where a line's level stands; further on it is somebody's words. */
const HEAD = 160;

/** In the order of telling: brackets and columns of the services' own, then words. */
const SIGNS: readonly (readonly [RegExp, LogLevel])[] = [
  [
    /\[(?:E|ERRO|ERROR|CRIT|CRITICAL|FATAL)\]|\| *(?:ERROR|CRITICAL) *\||"level":"(?:error|fatal|panic)"/i,
    'error',
  ],
  [/\[(?:W|WARN|WARNING)\]|\| *WARNING *\||"level":"warn"/i, 'warn'],
  [/\[(?:D|DBUG|DEBUG|VERBOSE|TRACE)\]|\| *DEBUG *\||"level":"debug"/i, 'debug'],
  [/\[(?:I|S|INFO|SUCCESS)\]|\| *INFO *\||"level":"info"/i, 'info'],
  [/^(?:Uncaught |Unhandled )?\w*(?:Error|Exception)\b|^Traceback \(|^panic:/, 'error'],
];

/** The level that a line says of itself, whichever service wrote it; undefined when it says none. */
export function levelOf(text: string): LogLevel | undefined {
  const head = stripVTControlCharacters(text.slice(0, HEAD));
  return SIGNS.find(([pattern]) => pattern.test(head))?.[1];
}

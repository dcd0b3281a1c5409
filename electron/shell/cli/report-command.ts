import type { Command } from 'commander';
import { makeReport, type ReportFlags } from './report';
import { type CommonFlags, withApp } from './with-app';

/** @param command makes a command with the flags that all of them have */
export function reportCommand(
  command: (name: string, description: string) => Command,
  collect: (value: string, before?: string[]) => string[],
): Command {
  return command('report', 'save what somebody needs who helps you: no keys, no passwords')
    .option('--out <file>', 'where to write it (default: botpier-report-<time>.tar.gz)')
    .option('--print', 'show all of it, write nothing')
    .option('--leave-out <name>', 'a file that shall not be in it; may be given again', collect)
    .option('--with-people', 'leave QQ numbers and mail addresses as they are')
    .action((flags: CommonFlags & ReportFlags) =>
      withApp(flags, 'silent', (session) => makeReport(session, flags)),
    );
}

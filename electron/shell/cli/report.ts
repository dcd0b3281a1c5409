import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file';
import { REPORT_TEXTS } from './report-texts';
import type { Session } from './with-app';

export interface ReportFlags {
  out?: string;
  print?: boolean;
  leaveOut?: string[];
  withPeople?: boolean;
}

type ReportSession = Pick<Session, 'app' | 'language' | 'reporter' | 'write' | 'json'>;

/** `botpier report`: the exit code. A file that is there is never written over. */
export async function makeReport(
  { app, language, reporter, write, json }: ReportSession,
  flags: ReportFlags,
): Promise<number> {
  const texts = REPORT_TEXTS[language];
  await app.idle();
  const draft = await app.support.draft({ maskPeople: !flags.withPeople });
  const leaveOut = new Set(flags.leaveOut);
  const unknown = [...leaveOut].find((name) => !draft.files.some((file) => file.name === name));
  if (unknown !== undefined) {
    const message = texts.noFile(unknown, draft.files.map(({ name }) => `  ${name}`).join('\n'));
    reporter.report({ event: 'error', code: 'invalidInput', message, flag: '--leave-out' });
    return 2;
  }
  const files = draft.files.filter(({ name }) => !leaveOut.has(name));
  if (flags.print) {
    for (const { name, text } of files)
      write(json ? `${JSON.stringify({ event: 'file', name, text })}\n` : `── ${name}\n${text}\n`);
    return 0;
  }
  const names = files.map(({ name }) => name);
  const saved = await app.support.save(draft.id, names);
  const file = resolve(flags.out ?? saved.name);
  if (await exists(file)) {
    reporter.report({ event: 'error', code: 'fileTaken', message: texts.taken(file), flag: '--out' });
    return 2;
  }
  await writeFileAtomic(file, Buffer.from(saved.base64, 'base64'));
  write(json ? `${JSON.stringify({ event: 'report', file, names })}\n` : texts.saved(file, names));
  return 0;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

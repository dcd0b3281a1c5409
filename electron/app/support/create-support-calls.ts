import { randomUUID } from 'node:crypto';
import { AppError } from '../../contract/errors';
import type { ReportDraft, ReportFile, SavedReport } from '../../contract/support';
import { REDACTED } from '../../lib/redact';
import { namesSecret } from '../../lib/redact-shapes';
import { packArchive } from '../export/pack-archive';
import { createPeopleMask } from './mask-people';
import { type RawFile, type ReportSources, reportFiles } from './report-files';

/** What is shown to somebody who is asked for help. Nothing leaves this computer by it. */
export interface SupportCalls {
  /**
   * Gathers everything anew, cleaned of secrets and, with `maskPeople`, of QQ numbers and mail addresses. Changes
   * nothing; the one before becomes void.
   */
  draft(options: { maskPeople: boolean }): Promise<ReportDraft>;
  /** These files of a draft, byte for byte as they were shown, in one. `notAllowed` with `draft` for one that is void. */
  save(draft: string, names: readonly string[]): Promise<SavedReport>;
}

export interface SupportPorts {
  sources(): ReportSources;
  /** Takes out what must not leave the computer. */
  redactor(): Promise<(text: string) => string>;
}

export function createSupportCalls({ sources, redactor }: SupportPorts): SupportCalls {
  let current: (ReportDraft & { at: number }) | undefined;
  let begun = 0;
  return {
    async draft({ maskPeople }) {
      begun += 1;
      const turn = begun;
      const from = sources();
      const redact = await redactor();
      const mask = maskPeople
        ? createPeopleMask(from.runtimes.map(({ record }) => record.get()))
        : (text: string) => text;
      const files = (await reportFiles(from)).map((file) => cleaned(file, redact, mask));
      const id = randomUUID();
      // Of two at a time the one asked for last counts, whichever is done first.
      if (turn === begun) current = { id, files, at: from.at };
      return { id, files };
    },
    async save(draft, names) {
      if (current?.id !== draft) throw new AppError('notAllowed', { draft });
      const chosen = current.files.filter(({ name }) => names.includes(name));
      if (chosen.length === 0) throw new AppError('invalidInput');
      const folder = `botpier-report-${new Date(current.at).toISOString().slice(0, 19).replaceAll(':', '')}`;
      const packed = await packArchive(
        folder,
        chosen.map(({ name, text }) => ({ path: name, content: text, mode: 0o600 })),
      );
      return { name: `${folder}.tar.gz`, base64: packed.toString('base64') };
    },
  };
}

/** Numbers of JSON are sizes and times: only texts are masked. */
function cleaned(
  { name, content }: RawFile,
  redact: (text: string) => string,
  mask: (text: string) => string,
): ReportFile {
  if (typeof content === 'string') return { name, text: mask(redact(content)) };
  const clean = (key: string, value: unknown) => {
    if (typeof value !== 'string') return value;
    return namesSecret(key) && value !== '' ? REDACTED : mask(redact(value));
  };
  return { name, text: `${JSON.stringify(content, clean, 2)}\n` };
}

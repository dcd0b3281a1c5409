import { homedir } from 'node:os';
import { createRedactor, REDACTED } from '../../lib/redact';
import { redactShapes } from '../../lib/redact-shapes';
import type { AppParts } from '../app-parts';
import { noteSecret } from '../secrets/note-secret';

/** A token that we made, also one that this process may not read: see `randomToken`. */
const OUR_TOKEN = /\b(?=\w{0,31}[a-z])(?=\w{0,31}[A-Z])(?=\w{0,31}\d)[A-Za-z0-9]{32}\b/g;

/**
 * Takes out of text what must not leave this computer: every secret of the store by value, whichever service it is for,
 * everything that has the shape of one, and the name of the user's folder.
 */
export async function createReportRedactor(
  { secrets, redactor }: Pick<AppParts, 'secrets' | 'redactor'>,
  dir: string,
): Promise<(text: string) => string> {
  const stored = createRedactor();
  for (const name of await secrets.names()) {
    const value = await secrets.get(name);
    for (const secret of value === undefined ? [] : [value, ...textsIn(value)]) noteSecret(stored, secret);
  }
  const folders = [
    [dir, '<data>'],
    [homedir(), '~'],
  ] as const;
  return (text) => {
    const known = redactShapes(stored.redact(redactor.redact(text))).replace(OUR_TOKEN, REDACTED);
    return folders.reduce((left, [folder, name]) => replaceFolder(left, folder, name), known);
  };
}

/** The texts in a secret that is an object of several. */
function textsIn(value: string): string[] {
  const texts: string[] = [];
  try {
    // A word of a few letters is a name or a number of a version, and no secret.
    JSON.parse(value, (_, item: unknown) => {
      if (typeof item === 'string' && item.length >= 8) texts.push(item);
      return item;
    });
  } catch {
    return [];
  }
  return texts;
}

function replaceFolder(text: string, folder: string, name: string): string {
  if (folder.length < 4) return text;
  const escaped = JSON.stringify(folder).slice(1, -1);
  return text.replaceAll(folder, name).replaceAll(escaped, name);
}

/** An error as Node's own calls throw it: `code` is `ENOENT`, `ECONNREFUSED` and so on. */
export function systemError(code: string, text: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${text}`), { code });
}

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Somebody who sits before the screen and can be asked. */
export interface Terminal {
  ask(question: string): Promise<string>;
  /** What is typed does not appear. */
  askSecret(question: string): Promise<string>;
  /** Asks until one of the options is named by its number or its value. */
  choose(question: string, options: readonly { value: string; label: string }[]): Promise<string>;
}

/** @param signal rejects what is being asked */
export function createTerminal(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
): Terminal {
  async function question(text: string, visible: boolean): Promise<string> {
    let shown = true;
    const echo = new Writable({
      write(chunk, _encoding, done) {
        if (shown) output.write(chunk);
        done();
      },
    });
    const lines = createInterface({ input, output: echo, terminal: true });
    // A terminal in raw mode hands Ctrl-C to the reader, where it would end nothing.
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      const answer = lines.question(`${text} `, { signal });
      shown = visible;
      return (await answer).trim();
    } finally {
      lines.close();
      if (!visible) output.write('\n');
    }
  }

  return {
    ask: (text) => question(text, true),
    askSecret: (text) => question(text, false),
    async choose(text, options) {
      const list = options.map(({ label }, index) => `  ${index + 1}  ${label}`).join('\n');
      output.write(`${text}\n${list}\n`);
      for (;;) {
        const answer = await question('>', true);
        const chosen = options[Number(answer) - 1] ?? options.find(({ value }) => value === answer);
        if (chosen) return chosen.value;
      }
    },
  };
}

import type { CliEvent, Reporter } from './cli-event';
import { describeLink, describeProgress } from './describe-link';
import { drawQr } from './draw-qr';
import type { Texts } from './texts';
import { UPDATE_TEXTS } from './update-texts';

/** Short enough for any terminal: a line that wraps cannot be taken back. */
const PASSING_LENGTH = 60;

export interface TextOutput {
  write(text: string): void;
  readonly isTTY?: boolean;
}

/** Lines for a person; on a terminal the progress stays on one line. */
export function createTextReporter(output: TextOutput, texts: Texts): Reporter {
  const updates = UPDATE_TEXTS[texts.language];
  const onTerminal = output.isTTY ?? false;
  let passing = false;

  function line(text: string): void {
    output.write(`${passing ? '\r\x1b[2K' : ''}${text}\n`);
    passing = false;
  }

  function passingLine(text: string): void {
    if (!onTerminal) return;
    output.write(`\r\x1b[2K${text.slice(0, PASSING_LENGTH)}`);
    passing = true;
  }

  const show: { [E in CliEvent as E['event']]: (event: E) => void } = {
    start: () => {},
    link(event) {
      const isBetween = event.state.kind === 'working' && event.state.progress !== undefined;
      (isBetween ? passingLine : line)(describeLink({ ...event, id: event.link }, texts));
    },
    progress: (event) => passingLine(`◐ ${texts.link[event.link]}  ${describeProgress(event)}`),
    qr: (event) => line(`\n${drawQr(event.url, onTerminal)}`),
    ask(event) {
      // The link's own line has said it already.
      if (event.ask.kind === 'solveCaptcha' || event.ask.kind === 'verifyDevice') line(event.ask.url);
    },
    reply: (event) => line(`\n${texts.say.proved(event.answer, (event.latencyMs / 1000).toFixed(1))}`),
    change(event) {
      const text = `◐ ${texts.phase[event.phase]}  ${event.progress ? describeProgress(event.progress) : ''}`;
      // What lasts is drawn over itself; each phase stays as a line of its own.
      if (event.progress) passingLine(text);
      else line(text.trimEnd());
    },
    changed({ result, diagnosis }) {
      line(texts.say.changed[result]);
      if (diagnosis) line([texts.diagnosis[diagnosis.code], ...diagnosis.evidence].join('\n  '));
    },
    versions({ services, unknown }) {
      for (const row of services) line(updates.row(row, unknown.includes(row.service)));
    },
    update(event) {
      const text = `◐ ${event.product}  ${updates.phase[event.phase]}  ${event.progress ? describeProgress(event.progress) : ''}`;
      if (event.progress) passingLine(text);
      else line(text.trimEnd());
    },
    updated({ result, diagnosis, product, to }) {
      line(updates.ended[result](`${product} ${to.version}`));
      if (diagnosis) line([texts.diagnosis[diagnosis.code], ...diagnosis.evidence].join('\n  '));
    },
    chat: (event) => line(`${event.from === 'you' ? texts.say.you : texts.say.bot}: ${event.text}`),
    error: (event) => line(event.message),
  };

  return {
    report<E extends CliEvent>(event: E) {
      (show[event.event] as (event: E) => void)(event);
    },
  };
}

import type { RehearsalControls } from '../../app/api';
import type { LinkId } from '../../contract/ids';
import type { Ask, DiagnosisCode } from '../../contract/link-state';
import type { BotView, LinkView } from '../../contract/view';
import type { Clock } from '../../lib/clock';
import { ASK_ORDER, answerAsk } from './answer-ask';
import type { AskContext } from './ask-context';
import { nextChange, untilValue } from './next-change';
import { watchChain } from './watch-chain';

/** Troubles that no waiting mends: somebody has to change something first. */
const FINAL: ReadonlySet<DiagnosisCode> = new Set([
  'engineTooOld',
  'engineWindowsContainers',
  'pullWrongArchitecture',
  'incompatiblePlugins',
  'keyRefused',
  'poolNoneWorks',
  'keyNoQuota',
  'keyRegion',
  'modelMissing',
  'modelBaseUrl',
  'modelNeedsProxy',
]);

export interface UpContext extends AskContext {
  clock: Clock;
  timeoutMs: number;
}

/**
 * Walks the chain until it is green, asking for what is missing on the way.
 * @returns the exit code: 0 green · 1 did not work · 2 needs an answer that no flag gave
 */
export async function up(context: UpContext): Promise<0 | 1 | 2> {
  const { app, bot, reporter, texts, clock } = context;
  const deadline = new AbortController();
  const cancelDeadline = clock.after(context.timeoutMs, () => deadline.abort());
  const signal = AbortSignal.any([context.signal, deadline.signal]);
  const stopWatching = watchChain(app.view, bot, reporter, clock);
  try {
    if (app.view.get().bots.find(({ id }) => id === bot)?.intent === 'stopped') await app.bots.start(bot);
    const code = await walk(context, signal);
    if (code === 0) await tell(context, signal);
    return code;
  } catch (error) {
    if (!deadline.signal.aborted) throw error;
    const minutes = (context.timeoutMs / 60_000).toFixed(0);
    reporter.report({ event: 'error', code: 'timeout', message: texts.say.timeout(minutes) });
    return 1;
  } finally {
    cancelDeadline();
    stopWatching();
  }
}

async function walk(context: UpContext, signal: AbortSignal): Promise<0 | 1 | 2> {
  const { app, bot, reporter, texts, terminal } = context;
  const seen = new Set<string>();
  for (;;) {
    const change = nextChange(app.view, signal);
    const view = app.view.get().bots.find(({ id }) => id === bot);
    if (view && isGreen(view)) return 0;
    const open = view && openAsk(view.chain, seen);
    if (open) {
      seen.add(open.key);
      reporter.report({ event: 'ask', ask: open.ask });
      const outcome = await answerAsk({ ...context, signal }, open.ask, open.link);
      if (typeof outcome === 'object') return outcome.exit;
      continue;
    }
    const final = view && terminal === undefined ? finalTrouble(view.chain) : undefined;
    if (final) {
      reporter.report({ event: 'error', code: final, message: texts.diagnosis[final] });
      return 1;
    }
    await change;
  }
}

/** Whether it answers; whether it is being saved as well is told by `botpier sync status`. */
export function isGreen(bot: BotView): boolean {
  return bot.chain.length > 0 && bot.chain.every(({ id, state }) => id === 'sync' || state.kind === 'ok');
}

/** The first ask in order that was not dealt with yet. A new QR code is a new ask. */
function openAsk(chain: readonly LinkView[], seen: ReadonlySet<string>) {
  const open: { ask: Ask; link: LinkId; key: string }[] = [];
  for (const { id, state } of chain) {
    if (state.kind !== 'needsYou' || id === 'sync') continue;
    const key = `${id} ${JSON.stringify(state.ask)}`;
    if (!seen.has(key)) open.push({ ask: state.ask, link: id, key });
  }
  return open.sort((a, b) => ASK_ORDER.indexOf(a.ask.kind) - ASK_ORDER.indexOf(b.ask.kind))[0];
}

function finalTrouble(chain: readonly LinkView[]): DiagnosisCode | undefined {
  for (const { state } of chain) {
    if (state.kind === 'broken' && FINAL.has(state.diagnosis.code)) return state.diagnosis.code;
  }
  return undefined;
}

/** The proof that it answers; in a rehearsal also one exchange in the chat. */
async function tell({ app, bot, reporter, language }: UpContext, signal: AbortSignal): Promise<void> {
  const proof =
    app.view.get().bots.find(({ id }) => id === bot)?.proof ?? (await app.bots.prove(bot, signal));
  reporter.report({ event: 'reply', answer: proof.answer, latencyMs: proof.latencyMs });
  if (app.rehearsal) await chat(app.rehearsal, language === 'zh' ? '你好' : 'Hello', reporter, signal);
}

async function chat(
  rehearsal: RehearsalControls,
  text: string,
  reporter: UpContext['reporter'],
  signal: AbortSignal,
): Promise<void> {
  const lastId = rehearsal.view.get().chat.at(-1)?.id ?? -1;
  await rehearsal.say('private', text);
  reporter.report({ event: 'chat', from: 'you', text });
  const answer = await untilValue(
    rehearsal.view,
    (view) => view.chat.find((line) => line.from === 'bot' && line.id > lastId),
    signal,
  );
  reporter.report({ event: 'chat', from: 'bot', text: answer.text });
}

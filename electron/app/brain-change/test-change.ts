import { expect } from 'vitest';
import type { BrainChange, LastBrainChange } from '../../contract/brain-change';
import type { StackId } from '../../contract/ids';
import type { BotView } from '../../contract/view';
import { LABELS } from '../../engine/engine';
import { setUp, type TestApp } from '../create-test-app';

/** A bot that has answered once, so that its brain is changed and no longer chosen. */
export async function setUpToChange(test: TestApp, stack: StackId = 'koishi'): Promise<BotView> {
  await setUp(test, stack);
  return test.until('the end of the wizard', (view) => !view.settingUp);
}

/** Wishes for another brain and waits for the end of that, whichever. */
export async function changeTo(test: TestApp, stack: StackId, withinMs = 30_000): Promise<LastBrainChange> {
  const ended = untilEnded(test, withinMs);
  await test.call.bots.changeBrain({ bot: test.bot().id, stack });
  return ended;
}

/** The next end of a change. */
export async function untilEnded(test: TestApp, withinMs = 30_000): Promise<LastBrainChange> {
  const before = test.bot().lastChange?.at;
  const { lastChange } = await test.until(
    'the end of a change',
    (view) => !view.change && view.lastChange !== undefined && view.lastChange.at !== before,
    withinMs,
  );
  if (!lastChange) throw new Error('nothing was changed');
  return lastChange;
}

export function untilPhase(test: TestApp, phase: BrainChange['phase']): Promise<BotView> {
  return test.until(`the phase ${phase}`, ({ change }) => change?.phase === phase, 20_000);
}

const AGAIN_MS = 2_000;

/** Says something until the bot has a word on it: what is said while a line is made anew is heard by nobody. */
export async function ask(test: TestApp, text: string): Promise<void> {
  const { controls } = test.rehearsal;
  const before = controls.view.get().chat.length;
  await controls.say('private', text);
  const again = setInterval(() => void controls.say('private', text), AGAIN_MS);
  try {
    await test.until(`an answer to ${text}`, () => {
      const since = controls.view.get().chat.slice(before);
      return since.some(({ from }) => from === 'bot');
    });
  } finally {
    clearInterval(again);
  }
}

/** `<service> <purpose> <state>` of every container, in order. */
export async function listContainers(test: TestApp): Promise<string[]> {
  const all = await test.engine.containers.list();
  return all.map(({ service, labels, state }) => `${service} ${labels[LABELS.purpose]} ${state}`).sort();
}

/** That brain answers, alone, on a green chain; the messenger is the container it was. */
export async function expectAnswers(test: TestApp, stack: StackId): Promise<void> {
  await test.until(
    `a green chain with ${stack}`,
    (view) => view.tone === 'ok' && view.stack === stack && !view.change,
    30_000,
  );
  await test.app.idle();
  const running = (await listContainers(test)).filter((one) => one.endsWith('running'));
  expect(running).toEqual(['napcat service running', `${stack} service running`].sort());
  await ask(test, `在吗，${stack}`);
}

/** Every ask of the sign-in from now on; there is to be none. */
export function watchSignIn(test: TestApp): string[] {
  const asked: string[] = [];
  test.app.view.subscribe((view) => {
    const state = view.bots[0]?.chain.find(({ id }) => id === 'login')?.state;
    if (state?.kind === 'needsYou') asked.push(state.ask.kind);
  });
  return asked;
}

export interface Talk {
  /** How many of the bot's answers each thing said has led to, by what was said. */
  answers: Map<string, number>;
  /** The longest time without an answer, in ms. */
  longestSilenceMs: number;
}

/** Somebody who talks to the bot without a break; `end` waits until the last word is answered. */
export function talkOn(test: TestApp, everyMs = 50): { end(): Promise<Talk> } {
  const { controls, simulators } = test.rehearsal;
  const said: string[] = [];
  const timer = setInterval(() => {
    const text = `第${said.length + 1}句`;
    said.push(text);
    void controls.say('private', text);
  }, everyMs);
  const begunAt = Date.now();
  return {
    async end() {
      const soFar = said.length;
      // What is said in a pause is heard by nobody.
      await test.until('an answer to something new', () =>
        simulators.model.questions.some(({ text }) => said.indexOf(text) > soFar),
      );
      clearInterval(timer);
      await test.until('calm', () => controls.view.get().chat.at(-1)?.from === 'bot');
      const times = controls.view
        .get()
        .chat.filter(({ from, at }) => from === 'bot' && at >= begunAt)
        .map(({ at }) => at);
      const gaps = times.map((at, index) => at - (times[index - 1] ?? begunAt));
      const asked = simulators.model.questions.map(({ text }) => text);
      return {
        answers: new Map(said.map((text) => [text, asked.filter((one) => one === text).length])),
        longestSilenceMs: Math.max(...gaps),
      };
    },
  };
}

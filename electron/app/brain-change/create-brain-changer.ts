import { AppError } from '../../contract/errors';
import type { ServiceName, StackId } from '../../contract/ids';
import { sleep } from '../../lib/clock';
import type { Stack } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import type { BrainChanger } from './brain-changer';
import { endOf } from './change-failure';
import { beginChange, type ChangeEnd, INTERRUPTED, settleChange, tryNew, turnBack } from './change-record';
import { createChangeSteps } from './change-steps';

/** A record that could not be written is written again after this long. */
const WRITE_AGAIN_MS = 3_000;

interface Running {
  to: StackId;
  stop: AbortController;
  begun: Promise<void>;
  done: Promise<void>;
}

/** @param closed the bot's runtime ends */
export function createBrainChanger(runtime: BotRuntime, parts: AppParts, closed: AbortSignal): BrainChanger {
  const { record, state, supervisor } = runtime;
  const { clock, log } = parts;
  const steps = createChangeSteps(runtime, parts);
  let running: Running | undefined;
  let recovering: Promise<void> | undefined;

  function launch(from: StackId, to: Stack): Running {
    const stop = new AbortController();
    const begun = record.update((bot) =>
      beginChange(bot, from, { to: to.id, service: to.brain.name }, clock.now()),
    );
    const done = begun
      .then(() => run(stop.signal))
      .catch((error: unknown) => {
        if (!closed.aborted) log(`change: ${String(error)}`);
      })
      .finally(() => {
        running = undefined;
        letBridgeGo();
      });
    return { to: to.id, stop, begun, done };
  }

  async function run(stop: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([closed, stop]);
    const end = await carryOut(signal).catch((error: unknown): ChangeEnd => {
      closed.throwIfAborted();
      if (stop.aborted) return { result: 'cancelled' };
      log(`change: given up, ${error instanceof Error ? error.message : String(error)}`);
      return endOf(error, state.beside?.wished.info.product ?? '', parts.redactor.redact);
    });
    if (end.result !== 'done') await goBack(end);
    letBridgeGo();
    const resting = besideName();
    await write(() => record.update((bot) => settleChange(bot, end, clock.now())));
    log(`change: ${end.result}${end.diagnosis ? `, ${end.diagnosis.code}` : ''}`);
    await runtime.refresh(resting);
  }

  async function carryOut(signal: AbortSignal): Promise<ChangeEnd> {
    await runtime.define();
    await steps.ready(signal);
    await steps.awaitMoment(signal);
    takeBridge();
    await record.update(tryNew);
    await runtime.define();
    await steps.bridge(signal);
    letBridgeGo();
    await steps.prove(signal);
    return { result: 'done' };
  }

  /** The old brain has been running all the time; only the bridge has to come back to it. */
  async function goBack(end: ChangeEnd): Promise<void> {
    if (record.get().change?.stage !== 'trying') return;
    takeBridge();
    await write(() => record.update((bot) => turnBack(bot, end)));
    await runtime.define();
    // What cannot be led back now is led back by the chain, as soon as it can.
    await steps
      .bridge(closed)
      .catch((error: unknown) => log(`change: the bridge is not back yet, ${String(error)}`));
  }

  /** Nobody else may mend the bridge while it is led elsewhere: that would cut the line that has just come up. */
  function takeBridge(): void {
    state.switching = true;
    supervisor.reset();
  }

  function letBridgeGo(): void {
    state.switching = false;
    runtime.touch();
  }

  /** A way back must not end at a full disk. */
  async function write(save: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await save();
      } catch (error) {
        log(`change: not written, ${String(error)}`);
        await sleep(clock, WRITE_AGAIN_MS, closed);
      }
    }
  }

  function besideName(): ServiceName | undefined {
    return state.beside?.wished.definition.name;
  }

  async function cancel(): Promise<void> {
    const current = running;
    if (!current) return;
    current.stop.abort(new Error('taken back'));
    await current.done;
  }

  return {
    async begin(to) {
      while (running) {
        if (running.to === to && !running.stop.signal.aborted) return;
        await cancel();
      }
      const { stack: from, intent, change, update } = record.get();
      if (change || update) throw new AppError('busy');
      if (from === to) return;
      const canThink = state.wished.some(({ role, state: wish }) => role === 'brain' && wish !== 'prepared');
      const stack = STACKS[to];
      if (!from || !stack || intent === 'stopped' || !canThink || parts.lookOnly)
        throw new AppError('notAllowed');
      running = launch(from, stack);
      await running.begun;
    },
    cancel,
    async recover() {
      if (!record.get().change || parts.lookOnly) return;
      const settle = () =>
        record.update((bot) => settleChange(bot, bot.change?.end ?? INTERRUPTED, clock.now()));
      await settle().catch((error: unknown) => {
        log(`change: not taken back yet, ${String(error)}`);
        recovering = write(settle)
          .then(() => runtime.refresh())
          .catch(() => undefined);
      });
    },
    async idle() {
      await running?.done;
    },
    async close() {
      await running?.done;
      await recovering;
    },
  };
}

import { walk } from '../../chain/walk';
import { AppError } from '../../contract/errors';
import type { ServiceName } from '../../contract/ids';
import { sleep } from '../../lib/clock';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { endOf } from '../brain-change/change-failure';
import { dropImage } from './drop-image';
import { createNewerFinder } from './find-newer';
import { isNight, isQuiet } from './night';
import { noteDigests } from './note-digests';
import type { ServiceUpdater } from './service-updater';
import {
  beginUpdate,
  INTERRUPTED,
  offerName,
  settleUpdate,
  tryUpdate,
  turnBack,
  type UpdateEnd,
  withName,
} from './update-record';
import { createUpdateSteps } from './update-steps';
import { versionsView } from './versions-view';

/** What could not be written or put back is tried again after this long. */
const AGAIN_MS = 5_000;
/** The start has enough to do. */
const FIRST_LOOK_MS = 2 * 60_000;
const LOOK_EVERY_MS = 24 * 3_600_000;
/** One that went wrong is not tried again in the same night. */
const NEXT_NIGHT_MS = 6 * 3_600_000;

interface Running {
  stop: AbortController;
  begun: Promise<void>;
  done: Promise<void>;
}

/** @param closed the bot's runtime ends */
export function createServiceUpdater(
  runtime: BotRuntime,
  parts: AppParts,
  closed: AbortSignal,
): ServiceUpdater {
  const { record } = runtime;
  const { clock, log } = parts;
  const steps = createUpdateSteps(runtime, parts);
  const finder = createNewerFinder(runtime, parts);
  const digests = noteDigests(runtime, parts);
  let running: Running | undefined;
  let cancelLook = parts.lookOnly ? undefined : clock.after(FIRST_LOOK_MS, lookDaily);

  function lookDaily(): void {
    cancelLook = clock.after(LOOK_EVERY_MS, lookDaily);
    if (record.get().updates.policy !== 'pinned') void look();
  }

  const look = () =>
    finder.look(closed).catch((error: unknown) => log(`versions: not looked for, ${String(error)}`));

  function launch(begin: () => Promise<void>, run: (stop: AbortSignal) => Promise<UpdateEnd>): Running {
    const stop = new AbortController();
    const begun = begin();
    const done = begun
      .then(async () => finish(await run(stop.signal)))
      .catch((error: unknown) => {
        if (!closed.aborted) log(`update: ${String(error)}`);
      })
      .finally(() => {
        running = undefined;
        runtime.touch();
      });
    return { stop, begun, done };
  }

  async function finish(end: UpdateEnd): Promise<void> {
    if (end.result !== 'done') await goBack(end);
    const { update, former, lastUpdate } = record.get();
    await persist(() => record.update((bot) => settleUpdate(bot, end, clock.now())));
    log(`update: ${update?.service} ${end.result}${end.diagnosis ? `, ${end.diagnosis.code}` : ''}`);
    await runtime.refresh(update?.service);
    if (end.result !== 'done') await clear();
    if (!update) return;
    // What came to grief is not left on the disk, where nobody would look for it. What was only cut off stays, until
    // another one has been tried.
    const isCut = end.diagnosis?.code === INTERRUPTED.diagnosis?.code;
    const stale = [end.result === 'done' ? former[update.service] : update.to, lastUpdate?.to];
    for (const version of stale)
      if (!isCut || version?.image !== update.to.image) await dropImage(version, parts);
  }

  async function run(stop: AbortSignal): Promise<UpdateEnd> {
    const signal = AbortSignal.any([closed, stop]);
    try {
      return await carryOut(signal);
    } catch (error) {
      closed.throwIfAborted();
      if (stop.aborted) return { result: 'cancelled' };
      log(`update: given up, ${error instanceof Error ? error.message : String(error)}`);
      const { update } = record.get();
      const wished = runtime.state.wished.find(({ definition }) => definition.name === update?.service);
      return endOf(error, wished?.info.product ?? '', parts.redactor.redact, 'updateNotUp');
    }
  }

  async function carryOut(signal: AbortSignal): Promise<UpdateEnd> {
    await steps.fetch(signal);
    // Not before: what is said to the bot while an image comes would be lost on the way back.
    const wasWell = await steps.settle(signal);
    const snapshot = await steps.save(signal);
    await record.update((bot) => tryUpdate(bot, { snapshot, wasWell }));
    await runtime.define();
    await steps.replace(signal);
    await steps.prove(signal);
    return { result: 'done' };
  }

  /** What stays is removed at the next start. */
  async function clear(): Promise<void> {
    await parts.dataKeeper
      .clear(record.get().id)
      .catch((error: unknown) => log(`update: not cleared up, ${String(error)}`));
  }

  /** Nothing of the service runs until its data is back; whatever stands in the way is waited for. */
  async function goBack(end: UpdateEnd): Promise<void> {
    if (record.get().update?.stage === 'readying') return;
    await persist(() => record.update((bot) => turnBack(bot, end)));
    await persist(() => steps.restore(closed));
  }

  async function persist(act: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        closed.throwIfAborted();
        log(`update: not taken back yet, ${String(error)}`);
        await sleep(clock, AGAIN_MS, closed);
      }
    }
  }

  async function begin(service: ServiceName, which: 'offer' | 'former'): Promise<void> {
    if (record.get().update) throw new AppError('busy');
    // One that has just ended may still be clearing up.
    await running?.done;
    const bot = record.get();
    const { task } = runtime.state.snapshots.progress ?? {};
    if (bot.update || bot.change || running || task === 'restore' || task === 'undo')
      throw new AppError('busy');
    const from = bot.versions?.[service];
    const to = which === 'former' ? bot.former[service] : finder.offerOf(service)?.to;
    const isUsed = runtime.state.wished.some(
      ({ definition, state }) => definition.name === service && state === 'running',
    );
    if (!from || !to || !isUsed || !bot.firstReply || parts.lookOnly) throw new AppError('notAllowed');
    running = launch(
      () =>
        record.update((current) => {
          if (current.update || current.change) throw new AppError('busy');
          return beginUpdate(current, { service, from, to, since: clock.now() });
        }),
      run,
    );
    await running.begun;
  }

  async function cancel(): Promise<void> {
    const current = running;
    if (!current) return;
    current.stop.abort(new Error('taken back'));
    await current.done;
  }

  /** While nobody talks to a bot that is well, one at a time. */
  function updateAtNight(): void {
    const { updates, update, change, lastUpdate, intent } = record.get();
    const now = clock.now();
    if (updates.policy !== 'night' || update || change || running || intent === 'stopped' || !isNight(now))
      return;
    if (lastUpdate && lastUpdate.result !== 'done' && now - lastUpdate.at < NEXT_NIGHT_MS) return;
    const world = runtime.world();
    const { lastReceivedAt, lastSentAt } = world.messenger?.connection?.monitor ?? {};
    const isWell = walk(world).every(({ state }) => state.kind === 'ok' || state.kind === 'off');
    if (!isWell || !isQuiet(now, { lastReceivedAt, lastSentAt })) return;
    const due = runtime.state.wished.find(({ definition }) => {
      const offer = finder.offerOf(definition.name)?.offer;
      return offer && !offer.isDismissed;
    });
    if (due)
      begin(due.definition.name, 'offer').catch((error: unknown) =>
        log(`update: not begun, ${String(error)}`),
      );
  }

  return {
    view: (findings) => versionsView(runtime.world(), findings, runtime.state, finder, parts),
    look,
    begin,
    cancel,
    async setPolicy(policy) {
      await record.update((bot) => ({ ...bot, updates: { ...bot.updates, policy } }));
      runtime.touch();
    },
    async dismiss(service) {
      const to = finder.offerOf(service)?.to;
      if (!to) throw new AppError('notAllowed');
      await record.update((bot) => ({
        ...bot,
        updates: {
          ...bot.updates,
          dismissed: withName(bot.updates.dismissed, offerName(service, to)),
        },
      }));
      runtime.touch();
    },
    async recover() {
      const { update } = record.get();
      if (!update || parts.lookOnly) return;
      const end = update.end ?? INTERRUPTED;
      // On disk before anything is started: a version on trial must not take part of the data of the other.
      const begun = persist(() =>
        record.update((bot) => (bot.update?.stage === 'readying' ? bot : turnBack(bot, end))),
      );
      running = launch(
        () => begun,
        async () => end,
      );
      await begun;
    },
    consider() {
      if (parts.lookOnly) return;
      digests.note();
      updateAtNight();
    },
    async idle() {
      await running?.done;
      await digests.idle();
    },
    async close() {
      cancelLook?.();
      await running?.done;
      await digests.idle();
    },
  };
}

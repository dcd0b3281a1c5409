import { imagesLink } from '../../chain/images-link';
import { walk } from '../../chain/walk';
import type { World } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { LinkId, ServiceName } from '../../contract/ids';
import type { Diagnosis } from '../../contract/link-state';
import type { SnapshotId } from '../../contract/snapshot';
import { type Engine, LABELS } from '../../engine/engine';
import { sleep, withDeadline } from '../../lib/clock';
import { untilAborted } from '../../lib/until-aborted';
import type { Role } from '../../services/roles';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import type { WishedService } from '../bot/define-services';
import { imageWish } from '../bot/image-wish';
import { ChangeFailure, diagnosisOf, simple } from '../brain-change/change-failure';

/** The steps of an update; each rejects with `ChangeFailure` when it cannot be done. */
export interface UpdateSteps {
  /** Pulls the new image; the old one runs. */
  fetch(signal: AbortSignal): Promise<void>;
  /** Answers which links are well, once none is on its way any more or that takes too long. */
  settle(signal: AbortSignal): Promise<LinkId[]>;
  /** Keeps the data as it is now. */
  save(signal: AbortSignal): Promise<SnapshotId>;
  /** Puts the version that the record names in the place of the one that runs. */
  replace(signal: AbortSignal): Promise<void>;
  /** Waits until it is up, and until every link is well again that was. */
  prove(signal: AbortSignal): Promise<void>;
  /** Ends what runs of the service and puts its data back as it was kept. */
  restore(signal: AbortSignal): Promise<void>;
}

type Update = NonNullable<Bot['update']>;

/** From its start until it speaks for itself. */
export const START_PATIENCE_MS = 90_000;
/** From then on until an answer has come back: what is left of a minute and a half is for the way back. */
export const REPLY_PATIENCE_MS = 75_000;

/** A bot that has just been started is on its way up. */
const SETTLE_PATIENCE_MS = 60_000;

const BUSY_PATIENCE_MS = 10 * 60_000;
const GONE: ReadonlySet<string> = new Set(['unknownSnapshot', 'snapshotDamaged', 'snapshotNewer']);

/** The link that a role answers for. */
const LINK_OF: Readonly<Record<Role, LinkId>> = {
  messenger: 'messenger',
  brain: 'brain',
  keyPool: 'model',
  gateway: 'gateway',
};
/** What no waiting mends. */
const HOPELESS: readonly Diagnosis['code'][] = [
  'containerCrashes',
  'prepareFailed',
  'prepareUnreachable',
  'incompatiblePlugins',
];

/** The link by which a service is known to be up. */
export function ownLink({ role }: Pick<WishedService, 'role'>): LinkId {
  return LINK_OF[role];
}

export function createUpdateSteps(runtime: BotRuntime, parts: AppParts): UpdateSteps {
  const { state, record } = runtime;
  const { clock, images } = parts;

  const engine = (): Engine => {
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running') throw new ChangeFailure(simple('engineGone'));
    return probe.engine;
  };
  const update = (): Update => {
    const { update: current } = record.get();
    if (!current) throw new Error('nothing is updated');
    return current;
  };
  const wished = (): WishedService => {
    const found = state.wished.find(({ definition }) => definition.name === update().service);
    if (!found) throw new Error('the service is not part of the bot any more');
    return found;
  };

  /** Another snapshot may be on its way: one at a time. */
  async function whenFree<T>(act: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (const until = clock.now() + BUSY_PATIENCE_MS; ; ) {
      try {
        return await act();
      } catch (error) {
        const isBusy = error instanceof AppError && error.code === 'busy';
        if (!isBusy || clock.now() >= until) throw error;
        await sleep(clock, 1_000, signal);
      }
    }
  }

  /** Where there is nothing to put back any more, a bot on the data at hand is better than none. */
  async function putBack(service: ServiceName, snapshot: SnapshotId, signal: AbortSignal): Promise<void> {
    try {
      await parts.dataKeeper.restore(record.get().id, snapshot, service, signal);
    } catch (error) {
      if (!(error instanceof AppError && GONE.has(error.code))) throw error;
      parts.log(`update: the data of ${service} stays as it is, ${error.code}`);
    }
  }

  /** Waits until these links are well; `code`: what is said when none of them says why not. */
  async function untilWell(
    links: readonly LinkId[],
    ms: number,
    code: Diagnosis['code'],
    signal: AbortSignal,
  ): Promise<void> {
    const statesOf = (world: World) => walk(world).filter(({ id }) => links.includes(id));
    const isWell = (world: World) => {
      if (world.engine?.kind !== 'running') throw new ChangeFailure(simple('engineGone'));
      const states = statesOf(world);
      for (const { state: now } of states) {
        if (now.kind === 'broken' && HOPELESS.includes(now.diagnosis.code))
          throw new ChangeFailure(now.diagnosis);
      }
      return states.every(({ state: now }) => now.kind === 'ok');
    };
    try {
      await withDeadline(clock, ms, (within) => runtime.until(isWell, within), signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
      const bad = statesOf(runtime.world()).find(({ state: now }) => now.kind !== 'ok');
      throw new ChangeFailure(
        (bad && diagnosisOf(bad.state)) ?? {
          ...simple(code, wished().info.product),
          evidence: bad ? [`${bad.id}: ${bad.state.kind}`] : [],
        },
      );
    }
  }

  return {
    async fetch(signal) {
      const { to } = update();
      const wish = { image: to.image, source: to.reference, ...(to.digest ? { digest: to.digest } : {}) };
      await images.check(engine(), [to.image]);
      await images.pull(engine(), imageWish(wish), signal);
      signal.throwIfAborted();
      const now = images.state(to.image);
      if (now.kind === 'present') return;
      const { product } = wished().info;
      const judged = imagesLink.judge(
        { images: [{ reference: to.image, product, state: now }] },
        { engine: { kind: 'ok' } },
      );
      throw new ChangeFailure(diagnosisOf(judged) ?? simple('pullUnknown', product));
    },

    async settle(signal) {
      const isAtRest = (world: World) => walk(world).every(({ state: now }) => now.kind !== 'working');
      await withDeadline(
        clock,
        SETTLE_PATIENCE_MS,
        (within) => runtime.until(isAtRest, within),
        signal,
      ).catch(() => signal.throwIfAborted());
      return walk(runtime.world()).flatMap(({ id, state: now }) => (now.kind === 'ok' ? [id] : []));
    },

    async save(signal) {
      try {
        return await whenFree(() => parts.dataKeeper.take(record.get().id, signal), signal);
      } catch (error) {
        signal.throwIfAborted();
        const isFull = error instanceof AppError && error.code === 'diskFull';
        throw new ChangeFailure({
          ...simple(isFull ? 'diskFull' : 'updateNotSaved', wished().info.product),
          evidence: [error instanceof Error ? error.message : String(error)],
        });
      }
    },

    async replace(signal) {
      const { service } = update();
      state.rejected.delete(service);
      state.refusals.delete(service);
      await untilAborted(runtime.apply(service), signal);
      const rejected = state.rejected.get(service);
      if (rejected?.hash === wished().hash)
        throw new ChangeFailure({
          ...simple('updateNotUp', wished().info.product),
          evidence: [rejected.message],
        });
    },

    async prove(signal) {
      const own = ownLink(wished());
      await untilWell([own], START_PATIENCE_MS, 'updateNotUp', signal);
      await untilWell([...new Set([own, ...update().wasWell])], REPLY_PATIENCE_MS, 'updateSilent', signal);
    },

    async restore(signal) {
      const { service, snapshot } = update();
      await runtime.define();
      await runtime.apply(service);
      const at = engine();
      const { hash } = wished();
      for (const one of await at.containers.list(record.get().id)) {
        const isService = one.service === service && one.labels[LABELS.purpose] === 'service';
        if (isService && one.labels[LABELS.hash] !== hash) await at.containers.remove(one.id, true);
        else if (isService && one.state !== 'exited' && one.state !== 'created')
          throw new Error(`${service} is ${one.state}`);
      }
      if (snapshot) await putBack(service, snapshot, signal);
      state.rejected.delete(service);
      state.refusals.delete(service);
    },
  };
}

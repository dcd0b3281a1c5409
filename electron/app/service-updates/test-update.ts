import type { ServiceName } from '../../contract/ids';
import type { LastServiceUpdate, ServiceUpdate } from '../../contract/service-version';
import type { Program } from '../../lib/program-host';
import type { ServiceInfo } from '../../services/roles';
import { koishiStack } from '../../stacks/koishi';
import { setUp, type TestApp } from '../create-test-app';
import { imageOf, otherImage } from './test-versions';

/** What the registries of a test say. */
export function withRegistry(test: TestApp): void {
  test.ports.digestOf = async (reference) => test.engine.controls.published(reference)?.digest;
}

/** A bot that has answered once, on registries that tell what they have. */
export async function setUpToUpdate(test: TestApp, stack: 'koishi' | 'astrbot' = 'koishi'): Promise<void> {
  await setUp(test, stack);
  await test.until('the end of the wizard', (view) => !view.settingUp);
  await test.app.idle();
}

/** Has the brain's image published anew under the same tag, with another program in it, and looks for it. */
export async function offer(
  test: TestApp,
  word: string,
  program?: (good: Program) => Program,
  service: ServiceInfo = koishiStack.brain,
): Promise<void> {
  const good = imageOf(test, service);
  test.engine.controls.publish(service.image, otherImage(good, word, program?.(good.program)));
  await test.call.serviceUpdates.look({ bot: test.bot().id });
}

/** Begins to update and waits for the end of that, whichever. */
export async function update(
  test: TestApp,
  service: ServiceName,
  { to = 'offer', withinMs = 60_000 }: { to?: 'offer' | 'former'; withinMs?: number } = {},
): Promise<LastServiceUpdate> {
  const ended = untilEnded(test, withinMs);
  await test.call.serviceUpdates.begin({ bot: test.bot().id, service, to });
  return ended;
}

/** The next end of an update. */
export async function untilEnded(test: TestApp, withinMs = 60_000): Promise<LastServiceUpdate> {
  const before = test.bot().versions.last;
  const { versions } = await test.until(
    'the end of an update',
    (view) =>
      !view.versions.update && view.versions.last !== undefined && view.versions.last.at !== before?.at,
    withinMs,
  );
  if (!versions.last) throw new Error('nothing was updated');
  return versions.last;
}

export function untilPhase(test: TestApp, phase: ServiceUpdate['phase']) {
  return test.until(`the phase ${phase}`, ({ versions }) => versions.update?.phase === phase, 20_000);
}

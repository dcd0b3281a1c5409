import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import { EngineError } from '../../engine/engine';
import { volumeName } from '../../plan/names';
import { allPartsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import { volumeKey } from '../bot/define-services';
import type { TakeContext } from './take-snapshot';

type Context = Pick<TakeContext, 'runtime' | 'parts' | 'engine'>;

/**
 * Stops a bot's services, changes its record, and brings them up again on the data that it names then. The change is one
 * write: whenever it is cut off, there is the bot before it or the bot after it.
 * @throws AppError `engineUnavailable` when a service does not stop; then nothing has changed
 */
export async function switchData(
  { runtime, parts, engine }: Context,
  change: (bot: Bot) => Bot,
): Promise<void> {
  const { state, record } = runtime;
  const names = state.wished.map(({ definition }) => definition.name);
  for (const name of names) state.held.add(name);
  try {
    await runtime.apply();
    const up = (await engine.containers.list(record.get().id)).filter(
      ({ service, state: is }) =>
        service && names.includes(service) && (is === 'running' || is === 'restarting'),
    );
    if (up.length > 0) throw new AppError('engineUnavailable');
    await record.update(change);
    // What was learned of the bot before says nothing of this one.
    state.rejected.clear();
    state.refusals.clear();
    state.proof = { kind: 'none' };
    await runtime.define();
  } finally {
    for (const name of names) state.held.delete(name);
    runtime.supervisor.reset();
    runtime.apply().catch((error: unknown) => parts.log(`snapshot: ${String(error)}`));
  }
}

/**
 * Removes volumes of the bot that are neither its data nor, while the last restore can be undone, what was before it.
 * Those still in use go the next time.
 */
export async function sweepVolumes({ runtime, parts, engine }: Context): Promise<void> {
  const bot = runtime.record.get();
  const kept = new Set<string>();
  const possible: string[] = [];
  const present = (await engine.volumes.list(bot.id)).map(({ name }) => name);
  for (const stack of Object.values(STACKS)) {
    for (const { service } of allPartsOf(stack)) {
      const first = volumeName(bot.id, service.name, '');
      for (const name of present) {
        if (!name.startsWith(first)) continue;
        const [short = '', generation] = name.slice(first.length).split('.');
        const key = volumeKey(service.name, short);
        possible.push(name);
        const generations = [bot.volumes[key], ...(bot.restored ? [bot.restored.volumes[key]] : [])];
        if (generations.includes(generation)) kept.add(name);
      }
    }
  }
  for (const name of new Set(possible)) {
    if (kept.has(name)) continue;
    await engine.volumes.remove(name).catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      parts.log(`snapshot: ${name} stays for now, ${error.message}`);
    });
  }
}

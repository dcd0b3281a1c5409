import { AppError } from '../../contract/errors';
import type { Engine } from '../../engine/engine';
import type { BotRuntime } from '../bot/bot-runtime';
import { currentContainer } from '../bot/sights';

/**
 * Takes the configuration that is wished to the running gateway without starting it anew. Answers whether there was
 * one to take it to. @throws AppError `gatewayRefused`; then the one before stays live.
 */
export async function makeLive(runtime: BotRuntime, engine: Engine, signal?: AbortSignal): Promise<boolean> {
  const { state, record } = runtime;
  const live = state.stack?.gateway?.live;
  const wished = state.wished.find(({ role }) => role === 'gateway');
  const file = wished?.definition.files.find(({ path }) => path === live?.file);
  if (!live || !wished || !file) return false;
  const container = currentContainer(record.get().id, wished.definition.name, state.sight?.containers ?? []);
  if (container?.state !== 'running') return false;
  const mode = file.mode ?? 0o644;
  await engine.containers.putFiles(container.id, [{ path: live.staged, content: file.content, mode }]);
  const result = await engine.containers.exec(container.id, live.command, signal);
  if (result.exitCode !== 0) {
    const message = lastLine(result.stderr || result.stdout);
    state.gateway.refused = { config: live.markOf(file.content) ?? '', message };
    runtime.touch();
    throw new AppError('gatewayRefused', { message });
  }
  state.gateway.refused = undefined;
  await runtime.connections.gateway()?.look();
  // What it starts from the next time.
  await engine.containers.putFiles(container.id, [{ path: file.path, content: file.content, mode }]);
  return true;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 1_000) ?? '';
}

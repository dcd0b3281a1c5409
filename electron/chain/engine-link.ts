import type { LinkState } from '../contract/link-state';
import type { EngineProbe } from '../engine/engine';
import type { Link } from './link';

/** A container engine's clock may be off by so much before it breaks TLS and log times. */
const CLOCK_SKEW_LIMIT_MS = 60_000;

/** Is there a container engine, and may we use it? */
export const engineLink: Link<EngineProbe | undefined> = {
  id: 'engine',
  observe: (world) => world.engine,
  judge(probe): LinkState {
    if (!probe) return { kind: 'working', doing: 'connecting' };
    switch (probe.kind) {
      case 'running': {
        const skew = Math.abs(probe.info.clockSkewMs);
        if (skew <= CLOCK_SKEW_LIMIT_MS) return { kind: 'ok' };
        return broken('clockWrong', { minutes: Math.round(skew / 60_000) }, [
          `clock skew ${probe.info.clockSkewMs} ms`,
        ]);
      }
      case 'absent':
        return { kind: 'needsYou', ask: { kind: 'installEngine' } };
      case 'stopped':
        return { kind: 'needsYou', ask: { kind: 'startEngine', product: probe.product } };
      case 'noPermission':
        return { kind: 'needsYou', ask: { kind: 'allowEngine', endpoint: probe.endpoint } };
      case 'hung':
        return broken('engineHung', { endpoint: probe.endpoint }, []);
      case 'windowsContainers':
        return broken('engineWindowsContainers', {}, []);
      case 'tooOld':
        return broken('engineTooOld', { version: probe.version }, []);
      case 'unknown':
        return broken('engineUnknown', { endpoint: probe.endpoint }, [probe.message]);
    }
  },
  // Whoever watches the engine looks again by itself while there is none.
  repair: () => undefined,
  detail: (probe) => (probe?.kind === 'running' ? `${probe.info.product} ${probe.info.version}` : undefined),
};

function broken(
  code: 'engineHung' | 'engineWindowsContainers' | 'engineTooOld' | 'engineUnknown' | 'clockWrong',
  params: Record<string, string | number>,
  evidence: string[],
): LinkState {
  return { kind: 'broken', diagnosis: { code, params, evidence }, fixes: ['retry'] };
}

import { z } from 'zod';
import { sleep, withDeadline } from '../../lib/clock';
import { createValue } from '../../lib/value';
import type { GatewayConnection, GatewayReport, ServiceAccess } from '../roles';

const Health = z.object({ config: z.string() });

const FIRST_LOOK_MS = 200;
const LONGEST_WAIT_MS = 10_000;
const PATIENCE_MS = 3_000;

/** Looks at the running gateway again and again: does it answer, and with which configuration? */
export function connect({ ports, clock, fetch }: ServiceAccess): GatewayConnection {
  const report = createValue<GatewayReport>({ kind: 'connecting' });
  const closed = new AbortController();

  async function look(): Promise<void> {
    const next = await ask().catch(
      (error: unknown): GatewayReport => ({ kind: 'unreachable', message: textOf(error) }),
    );
    if (closed.signal.aborted) return;
    const now = report.get();
    if (next.kind === 'up' && now.kind === 'up' && next.config === now.config) return;
    report.set(next);
  }

  function ask(): Promise<GatewayReport> {
    return withDeadline(
      clock,
      PATIENCE_MS,
      async (signal) => {
        const response = await fetch(`http://127.0.0.1:${ports['web']}/admin/health`, { signal });
        if (!response.ok) throw new Error(`it answered ${response.status}`);
        return { kind: 'up', config: Health.parse(await response.json()).config };
      },
      closed.signal,
    );
  }

  async function keepLooking(): Promise<void> {
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      await look();
      await sleep(clock, waitMs, closed.signal);
    }
  }

  keepLooking().catch(() => undefined);
  return { report, look, close: () => closed.abort() };
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

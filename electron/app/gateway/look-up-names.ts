import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { RouteFinding, RouteTable } from '../../contract/routes';
import { type Clock, withDeadline } from '../../lib/clock';
import { COMPUTER, readBackend } from '../../services/gateway/backend';
import type { Surroundings } from '../../services/gateway/surroundings';

const PATIENCE_MS = 3_000;

/** Warnings for backends elsewhere whose names lead nowhere. A name server that does not answer proves nothing. */
export async function lookUpNames(
  table: RouteTable,
  around: Surroundings,
  clock: Clock,
): Promise<RouteFinding[]> {
  const named = [
    { text: table.default_backend, rule: undefined },
    ...table.rules.flatMap(({ action, backend }, rule) =>
      action === 'proxy' && backend !== undefined ? [{ text: backend, rule }] : [],
    ),
  ].flatMap(({ text, rule }) => {
    const backend = readBackend(text, around.upstreams);
    const isElsewhere = backend && !backend.upstream && backend.host !== COMPUTER;
    return isElsewhere && backend.host.includes('.') && !isIP(backend.host)
      ? [{ name: backend.host, rule }]
      : [];
  });
  const unknown = new Set<string>();
  await Promise.all(
    [...new Set(named.map(({ name }) => name))].map(async (name) => {
      const leadsNowhere = await withDeadline(clock, PATIENCE_MS, () => lookup(name)).then(
        () => false,
        (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOTFOUND',
      );
      if (leadsNowhere) unknown.add(name);
    }),
  );
  return named.flatMap(({ name, rule }): RouteFinding[] =>
    unknown.has(name)
      ? [
          {
            code: 'unresolvable',
            severity: 'warning',
            ...(rule === undefined ? {} : { rule }),
            params: { name },
          },
        ]
      : [],
  );
}

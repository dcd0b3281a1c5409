import { MAX_TABLE_BYTES, RouteTable } from '../../electron/contract/routes';

/** What is wrong with a file, one thing at a time. `rule` counts from 0; absent: the top level. */
export type FileProblem =
  | { kind: 'big' }
  | { kind: 'notJson'; message: string }
  | { kind: 'unknownKey'; rule?: number; path: string; key: string }
  | { kind: 'missing'; rule?: number; path: string; message: string };

/** A `routes.json` as it was found in a file. Nothing in it is dropped: what is unknown is a problem. */
export function readRoutes(text: string): { table: RouteTable } | { problems: FileProblem[] } {
  if (new TextEncoder().encode(text).byteLength > MAX_TABLE_BYTES) return { problems: [{ kind: 'big' }] };
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    return { problems: [{ kind: 'notJson', message: cause instanceof Error ? cause.message : '' }] };
  }
  const parsed = RouteTable.safeParse(json);
  if (parsed.success) return { table: parsed.data };
  const problems = parsed.error.issues.flatMap((issue): FileProblem[] => {
    const [first, index, ...rest] = issue.path;
    const inRule = first === 'rules' && typeof index === 'number';
    const place = {
      ...(inRule ? { rule: index } : {}),
      path: (inRule ? rest : issue.path).join('.'),
    };
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ kind: 'unknownKey', ...place, key }));
    }
    return [{ kind: 'missing', ...place, message: issue.message }];
  });
  return { problems };
}

/** The table as it is kept in a file: what has its default is left out of no rule, so that it reads by itself. */
export function writeRoutes(table: RouteTable): string {
  return `${JSON.stringify(table, undefined, 2)}\n`;
}

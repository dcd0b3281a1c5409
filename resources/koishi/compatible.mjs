/**
 * Do plugins fit each other? Only what package managers of today say of themselves: `name` is a package,
 * `peers` are ranges of others it must run beside.
 */

/**
 * The pairs that do not fit, as sentences; empty when all is well. A peer that is not among the packages is
 * nobody's business here.
 */
export function findConflicts(packages) {
  const versions = new Map(packages.map(({ name, version }) => [name, version]));
  return packages.flatMap(({ name, version, peers }) =>
    Object.entries(peers).flatMap(([peer, range]) => {
      const present = versions.get(peer);
      if (present === undefined || satisfies(present, range)) return [];
      return [`${name} ${version} wants ${peer} ${range}, but ${present} is there`];
    }),
  );
}

/** Whether a version lies in an npm range: `^ ~ >= > <= < =`, `x`, spaces for and, `||` for or. */
export function satisfies(version, range) {
  const found = parse(version);
  return range.split('||').some((alternative) => {
    const bounds = alternative.trim().split(/\s+/).filter(Boolean).flatMap(boundsOf);
    if (!bounds.every(({ test, than }) => test(compare(found, than)))) return false;
    // A pre-release is only wanted by who names one of the same version.
    return (
      found.pre.length === 0 ||
      bounds.some(
        ({ than }) => than.pre.length > 0 && compare({ ...found, pre: [] }, { ...than, pre: [] }) === 0,
      )
    );
  });
}
const atLeast = (order) => order >= 0;
const above = (order) => order > 0;
const atMost = (order) => order <= 0;
const below = (order) => order < 0;
const exactly = (order) => order === 0;

/** `^1.2.3` → at least 1.2.3 and below 2.0.0. */
function boundsOf(comparator) {
  const [, sign = '', text = ''] = /^([\^~]|[<>]=?|=)?v?(.*)$/.exec(comparator) ?? [];
  const than = parse(text);
  const given = text
    .split(/[-+]/)[0]
    .split('.')
    .filter((part) => /^\d+$/.test(part)).length;
  if (given === 0) return [];
  const upTo = (index) => {
    const numbers = than.numbers.map((number, at) => (at < index ? number : at === index ? number + 1 : 0));
    return { test: below, than: { numbers, pre: ['0'] } };
  };
  const from = { test: atLeast, than };
  switch (sign) {
    case '^': {
      const first = than.numbers.findIndex((number) => number > 0);
      return [from, upTo(Math.min(first < 0 ? given - 1 : first, given - 1))];
    }
    case '~':
      return [from, upTo(Math.min(1, given - 1))];
    case '>=':
      return [from];
    case '>':
      return [{ test: above, than }];
    case '<=':
      return [{ test: atMost, than }];
    case '<':
      return [{ test: below, than }];
    default:
      return given === 3 ? [{ test: exactly, than }] : [from, upTo(given - 1)];
  }
}

function parse(text) {
  const [main = '', ...pre] = text.split('+')[0].split('-');
  const parts = main.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return { numbers: [0, 1, 2].map((at) => parts[at] ?? 0), pre: pre.join('-').split('.').filter(Boolean) };
}

function compare(a, b) {
  for (const at of [0, 1, 2]) {
    if (a.numbers[at] !== b.numbers[at]) return a.numbers[at] - b.numbers[at];
  }
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  for (let at = 0; at < Math.max(a.pre.length, b.pre.length); at++) {
    const [left, right] = [a.pre[at], b.pre[at]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (leftIsNumber && rightIsNumber) return Number(left) - Number(right);
    if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Hearing } from '../../contract/bot';

const folder = join(import.meta.dirname, '../../../resources/astrbot');
const hasPython = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What the plugin's own Python says. */
function isHeard(hearing: Hearing, owners: string[], sender: string, group: string): boolean {
  const code = 'import json, sys; from hearing import is_heard; print(is_heard(*json.loads(sys.argv[1])))';
  const asked = JSON.stringify([hearing, owners, sender, group]);
  return execFileSync('python3', ['-c', code, asked], {
    cwd: folder,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  })
    .toString()
    .startsWith('True');
}

const all = { hears: 'all', list: [] } as const;
const only = (id: string): Hearing['groups'] => ({ hears: 'only', list: [id] });
const except = (id: string): Hearing['groups'] => ({ hears: 'except', list: [id] });

test.skipIf(!hasPython).each<[string, Hearing, string[], string, string, boolean]>([
  ['everybody', { groups: { ...all, list: [] }, people: { ...all, list: [] } }, [], '1', '9', true],
  ['a listed group', { groups: only('9'), people: { ...all, list: [] } }, [], '1', '9', true],
  ['another group', { groups: only('8'), people: { ...all, list: [] } }, [], '1', '9', false],
  [
    'a private talk, whatever the groups',
    { groups: only('8'), people: { ...all, list: [] } },
    [],
    '1',
    '',
    true,
  ],
  ['a person left out', { groups: { ...all, list: [] }, people: except('1') }, [], '1', '9', false],
  ['another person', { groups: { ...all, list: [] }, people: except('2') }, [], '1', '9', true],
  ['the owner, though left out', { groups: only('8'), people: except('1') }, ['1'], '1', '9', true],
])('%s', (_, hearing, owners, sender, group, heard) => {
  expect(isHeard(hearing, owners, sender, group)).toBe(heard);
});

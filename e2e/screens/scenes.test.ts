import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES } from '../../renderer/frame/use-page';
import { SCENES } from './scenes';

const renderer = join(import.meta.dirname, '../../renderer');

test('no two scenes have one name', () => {
  expect(new Set(SCENES.map(({ name }) => name)).size).toBe(SCENES.length);
});

test('every page of the interface is in a scene, also in a narrow window', () => {
  const seen = (scenes: typeof SCENES) => new Set(scenes.map(({ page = 'home' }) => page.split('/')[0]));
  expect(PAGES.filter((page) => !seen(SCENES).has(page))).toEqual([]);
  const narrow = SCENES.filter((scene) => scene.narrow);
  // What is asked for on the page of models is in the pool's scenes.
  expect(PAGES.filter((page) => !seen(narrow).has(page))).toEqual(['model']);
});

test('every section of the settings is in a scene', () => {
  const source = readFileSync(join(renderer, 'settings/settings-page.tsx'), 'utf8');
  const list = /const SECTIONS = \[([^\]]+)\]/.exec(source)?.[1] ?? '';
  const sections = [...list.matchAll(/'([\w-]+)'/g)].map(([, section]) => section);
  expect(sections.length).toBeGreaterThan(5);
  const seen = SCENES.map(({ section }) => section);
  // The first that is seen needs no step.
  expect(sections.filter((section) => section !== 'network' && !seen.includes(section))).toEqual([]);
});

test('every dialog is in a scene', () => {
  const dialogs = globSync('**/*.tsx', { cwd: renderer })
    .filter((file) => readFileSync(join(renderer, file), 'utf8').includes('<Modal'))
    .map((file) => file.replace(/\.tsx$/, '').replaceAll('\\', '/'));
  expect(dialogs.length).toBeGreaterThan(5);
  const seen = SCENES.flatMap(({ dialog }) => dialog ?? []);
  expect(dialogs.filter((dialog) => !seen.includes(dialog))).toEqual([]);
  expect(seen.filter((dialog) => !dialogs.includes(dialog))).toEqual([]);
});

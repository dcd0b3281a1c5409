import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const [light = '', dark = ''] = css.split('[data-mantine-color-scheme="dark"]');

/** Colours of a theme by token; dark overrides light. */
function coloursOf(...sheets: string[]): Map<string, string> {
  const found = sheets.flatMap((sheet) => [...sheet.matchAll(/--bp-([\w-]+): (#[0-9a-f]{6});/g)]);
  return new Map(found.map((match) => [match[1] ?? '', match[2] ?? '']));
}
const THEMES = { light: coloursOf(light), dark: coloursOf(light, dark) };

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast, 1–21. */
function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const GROUNDS = ['sunk', 'bg', 'surface', 'raised'];
const TONES = ['ok', 'busy', 'warn', 'bad', 'idle'];
const PAIRS: [front: string, back: string, least: number][] = [
  ...['ink', 'ink-2', 'ink-3', 'accent', ...TONES].flatMap((front) =>
    GROUNDS.map((back): [string, string, number] => [front, back, 4.5]),
  ),
  ...TONES.flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-soft`, 4.5],
    ['ink', `${tone}-soft`, 4.5],
    ['ink-2', `${tone}-soft`, 4.5],
    ['on-tone', tone, 3],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-mark', 'mark', 4.5],
  ...['bg', 'surface', 'raised'].map((back): [string, string, number] => ['edge', back, 3]),
];

for (const [theme, colours] of Object.entries(THEMES)) {
  test.each(PAIRS)(`${theme}: %s on %s is at least %d`, (front, back, least) => {
    expect(contrast(colours.get(front) ?? '', colours.get(back) ?? '')).toBeGreaterThanOrEqual(least);
  });
}

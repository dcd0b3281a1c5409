import { createInstance } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { TextFunction } from './text';
import {
  durationText,
  etaText,
  latencyText,
  maskedNumber,
  momentText,
  sizePairText,
  sizeText,
} from './units';
import { zh } from './zh';

let t: TextFunction;
beforeAll(async () => {
  const i18n = createInstance();
  await i18n.init({
    lng: 'zh',
    resources: { zh: { translation: zh } },
    interpolation: { escapeValue: false },
  });
  t = i18n.t as TextFunction;
});

test('sizes are decimal and share the unit of the total', () => {
  expect(sizeText(1_240_000_000)).toBe('1.2 GB');
  expect(sizePairText(312_400_000, 684_000_000)).toBe('312 / 684 MB');
});

test('time left is rounded up and coarse once it is long', () => {
  expect(etaText(t, 9_000)).toBe('还要约 9 秒');
  expect(etaText(t, 74_000)).toBe('还要约 1 分 20 秒');
  expect(etaText(t, 118_000)).toBe('还要约 2 分钟');
});

test('lengths of time say no zero hours', () => {
  expect(durationText(t, 3 * 86_400_000)).toBe('3 天');
  expect(durationText(t, 3 * 86_400_000 + 7 * 3_600_000)).toBe('3 天 7 小时');
  expect(durationText(t, 11_000)).toBe('11 秒');
});

test('short answers are said in ms, longer ones in seconds', () => {
  expect(latencyText(t, 86)).toBe('86 毫秒');
  expect(latencyText(t, 812)).toBe('0.8 秒');
});

test('a moment older than a minute has its time', () => {
  const now = new Date(2026, 10, 20, 9, 41).getTime();
  expect(momentText(t, 'zh', now - 30_000, now)).toBe('刚刚');
  expect(momentText(t, 'zh', now - 29 * 60_000, now)).toBe('今天 09:12');
  expect(momentText(t, 'zh', now - 24 * 3_600_000, now)).toBe('昨天 09:41');
});

test('a QQ number shows only its ends', () => {
  expect(maskedNumber('2812344417')).toBe('28****4417');
});

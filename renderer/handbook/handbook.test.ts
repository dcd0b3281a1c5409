import { createInstance } from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { AskKind, DiagnosisCode } from '../../electron/contract/link-state';
import { type Language, loadTexts } from '../text/load-texts';
import type { TextFunction } from '../text/text';
import { type Article, articleOf, findPageId } from './article';
import { CONTENTS, SEE } from './contents';
import { findArticles } from './find-articles';
import { handbookHref } from './handbook-href';
import { loadHandbook } from './load-handbook';
import { GENERAL_IDS, type Handbook, type PageId } from './page';

const CODES = [...DiagnosisCode.options, ...AskKind.options];
const IDS: readonly PageId[] = [...GENERAL_IDS, ...CODES];
const LISTED: readonly PageId[] = Object.values(CONTENTS).flat();

test('the contents list every page once', () => {
  expect([...LISTED].sort()).toEqual([...IDS].sort());
});

test('what to read next is another page, named once', () => {
  for (const [id, next] of Object.entries(SEE)) {
    expect(IDS).toContain(id);
    expect(next.filter((one) => !IDS.includes(one) || one === id)).toEqual([]);
    expect(new Set(next).size).toBe(next.length);
  }
});

describe.each(['zh', 'en'] as const)('in %s', (language: Language) => {
  let book: Handbook;
  let articles: readonly Article[];
  beforeAll(async () => {
    book = await loadHandbook(language);
    const i18n = createInstance();
    await i18n.init({ lng: language, resources: { [language]: { translation: await loadTexts(language) } } });
    articles = LISTED.map((id) => articleOf(i18n.t as TextFunction, book, id));
  });
  const found = (needle: string) => findArticles(articles, needle).map(({ id }) => id);

  test('every code has a page, and the book no other', () => {
    expect(Object.keys(book.codes).sort()).toEqual([...CODES].sort());
    expect(Object.keys(book.general).sort()).toEqual([...GENERAL_IDS].sort());
  });

  test('every page says something everywhere, under a title without holes', () => {
    for (const { id, title, lead, sections } of articles) {
      expect(title, id).toMatch(/^[^{}]{2,}$/);
      // An unknown key is given back as it is.
      expect(title, id).not.toMatch(/^(diagnosis|ask)\./);
      expect(sections.length, id).toBeGreaterThan(0);
      const lines = [lead, ...sections.flatMap((section) => [section.title, ...section.lines])];
      expect(
        lines.filter((line) => line.trim().length < 2),
        id,
      ).toEqual([]);
    }
  });

  test('no two pages share a title, and no page says a line twice', () => {
    expect(new Set(articles.map(({ title }) => title)).size).toBe(articles.length);
    for (const { id, sections } of articles) {
      const lines = sections.flatMap((section) => section.lines);
      expect(new Set(lines).size, id).toBe(lines.length);
    }
  });

  test('every address leads to its page', () => {
    for (const id of IDS) expect(findPageId(book, handbookHref(id).replace('#/handbook/', ''))).toBe(id);
    for (const name of ['', 'nowhere', 'constructor', '__proto__'])
      expect(findPageId(book, name)).toBeUndefined();
  });

  test('each page is found by its title and by its code', () => {
    for (const { id, title } of articles) {
      expect(found(title)).toContain(id);
      expect(found(id.toUpperCase())).toContain(id);
    }
  });

  test('capitals and full-width letters find the same', () => {
    expect(found('docker').length).toBeGreaterThan(5);
    expect(found('ＤＯＣＫＥＲ')).toEqual(found('docker'));
  });

  test('nothing is found for nothing, nor for what is nowhere', () => {
    expect(found('  ')).toEqual([]);
    expect(found('zzzz')).toEqual([]);
    expect(found('docker zzzz')).toEqual([]);
  });
});

test('titles come before texts, with the line that told', async () => {
  const page = (id: PageId, title: string, ...lines: string[]): Article => ({
    id,
    title,
    lead: 'A beginning.',
    sections: [{ title: '', lines }],
  });
  const articles = [
    page('kicked', 'Signed out', 'Ask for a code.'),
    page('noQr', 'No code'),
    page('offline', 'Off'),
  ];
  expect(findArticles(articles, 'code')).toEqual([
    { id: 'noQr', title: 'No code', line: 'A beginning.' },
    { id: 'kicked', title: 'Signed out', line: 'Ask for a code.' },
  ]);
});

test('Chinese keeps to its voice', async () => {
  const { codes, general } = await loadHandbook('zh');
  const loud = Object.entries({ ...codes, ...general }).filter(([, page]) =>
    /您|！|!|失败|异常|非法|未知错误|哎呀|请稍候/.test(JSON.stringify(page)),
  );
  expect(loud.map(([id]) => id)).toEqual([]);
});

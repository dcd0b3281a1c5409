import { expect, test } from 'vitest';
import { readPreparation } from './log-lines';

test('steps are counted, bytes shown within them', () => {
  const lines = [
    'Archive:  /boilerplate.zip',
    'botpier {"step":1,"steps":4,"name":"resolve"}',
    'botpier {"step":2,"steps":4,"name":"fetch"}',
    'botpier {"bytes":123}',
  ];
  expect(readPreparation(lines)).toEqual({
    progress: { done: 1, total: 4, doneBytes: 123 },
    failure: undefined,
  });
  expect(readPreparation([...lines, 'botpier {"step":3,"steps":4,"name":"link"}']).progress).toEqual({
    done: 2,
    total: 4,
  });
  expect(readPreparation([...lines, 'botpier {"done":true}']).progress).toMatchObject({ done: 4, total: 4 });
});

test.each([
  ['unreachable', 'prepareUnreachable'],
  ['incompatible', 'incompatiblePlugins'],
  ['diskFull', 'diskFull'],
  ['notFound', 'prepareFailed'],
  ['something new', 'prepareFailed'],
])('%s is %s', (failed, code) => {
  expect(readPreparation([`botpier ${JSON.stringify({ failed, message: 'its words' })}`]).failure).toEqual({
    code,
    params: { product: 'Koishi', cause: failed },
    evidence: ['its words'],
  });
});

test('other lines, torn or forged, say nothing', () => {
  expect(readPreparation(['botpier {"step":', 'botpier {"failed":1}', ' botpier {"bytes":1}', ''])).toEqual({
    progress: {},
    failure: undefined,
  });
});

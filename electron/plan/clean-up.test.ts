import { describe, expect, it } from 'vitest';
import { BotId } from '../contract/ids';
import { type CleanUpContainer, type CleanUpNeeds, type CleanUpSight, planCleanUp } from './clean-up';
import { containerName } from './names';

const mine = BotId.parse('aaaaaaaa');
const gone = BotId.parse('bbbbbbbb');
const KOISHI = 'docker.io/koishijs/koishi:v1';

const container = (over: Partial<CleanUpContainer> = {}): CleanUpContainer => ({
  id: 'c1',
  name: containerName(over.bot ?? mine, over.service ?? 'koishi'),
  image: KOISHI,
  bot: mine,
  service: 'koishi',
  purpose: 'service',
  isUp: false,
  ...over,
});
const sight = (over: Partial<CleanUpSight> = {}): CleanUpSight => ({
  containers: [],
  volumes: [],
  images: [],
  oldLogs: [],
  ...over,
});
const needs = (over: Partial<CleanUpNeeds> = {}): CleanUpNeeds => ({
  bots: [{ id: mine, services: ['koishi', 'napcat'], busy: false }],
  unreadable: [],
  images: [KOISHI],
  ...over,
});
const ids = (seen: Partial<CleanUpSight>, needed: Partial<CleanUpNeeds> = {}) =>
  planCleanUp(sight(seen), needs(needed)).map(({ id, why }) => `${id} ${why}`);
const writer = container({ name: containerName(mine, 'koishi', 'writer'), purpose: 'writer' });

describe('containers', () => {
  it.each([
    ['a service', container()],
    [
      'a preparation that has run',
      container({ name: containerName(mine, 'koishi', 'prepare'), purpose: 'prepare' }),
    ],
    ['one that runs, whatever it is', { ...writer, isUp: true }],
    ['one without a bot', { ...writer, bot: undefined }],
  ])('stay: %s', (_, one) => {
    expect(ids({ containers: [one] })).toEqual([]);
  });

  it.each([
    ['a writer', writer, 'leftover'],
    ['a replacement', container({ name: containerName(mine, 'koishi', 'next') }), 'leftover'],
    ['one of a strange name', container({ name: 'botpier-old' }), 'leftover'],
    ['one of a service that the bot has no more', container({ service: 'astrbot' }), 'unwanted'],
    [
      'a preparation of a bot that is gone',
      container({ bot: gone, name: containerName(gone, 'koishi', 'prepare'), purpose: 'prepare' }),
      'leftover',
    ],
  ])('may go: %s', (_, one, why) => {
    expect(ids({ containers: [one] })).toEqual([`container:${one.name} ${why}`]);
  });

  it('stay while their bot is at work', () => {
    expect(ids({ containers: [writer] }, { bots: [{ id: mine, services: ['koishi'], busy: true }] })).toEqual(
      [],
    );
  });
});

describe('data', () => {
  const volume = { name: 'botpier-bbbbbbbb-koishi-data', bot: gone, bytes: 5 };
  it('may go when its bot is gone', () => {
    expect(planCleanUp(sight({ volumes: [volume] }), needs())).toEqual([
      { id: `volume:${volume.name}`, kind: 'volume', name: volume.name, why: 'botGone', bytes: 5 },
    ]);
  });

  it.each([
    ['its bot is here', { volumes: [{ ...volume, bot: mine }] }, {}],
    ['its bot could not be read', { volumes: [volume] }, { unreadable: [gone] }],
    ['nobody knows whose it is', { volumes: [{ ...volume, bot: undefined }] }, {}],
    [
      'another BotPier has a container of its bot',
      { volumes: [volume], containers: [container({ bot: gone })] },
      {},
    ],
    [
      'something of its bot runs',
      { volumes: [volume], containers: [container({ bot: gone, purpose: 'prepare', isUp: true })] },
      {},
    ],
  ])('stays when %s', (_, seen, needed) => {
    expect(ids(seen, needed)).toEqual([]);
  });
});

describe('images and logs', () => {
  it('an image may go that no bot needs and no container holds', () => {
    const images = [
      { reference: KOISHI, bytes: 1 },
      { reference: 'docker.io/soulter/astrbot:v4', bytes: 2 },
      { reference: 'docker.io/library/caddy:2', bytes: 3 },
    ];
    const containers = [container({ image: 'docker.io/library/caddy:2' })];
    expect(ids({ images, containers })).toEqual(['image:docker.io/soulter/astrbot:v4 imageUnused']);
  });

  it('an image may go together with the container that holds it', () => {
    const images = [{ reference: 'docker.io/soulter/astrbot:v4', bytes: 2 }];
    const held = container({ service: 'astrbot', image: 'docker.io/soulter/astrbot:v4' });
    expect(ids({ images, containers: [held] })).toEqual([
      'container:botpier-aaaaaaaa-astrbot unwanted',
      'image:docker.io/soulter/astrbot:v4 imageUnused',
    ]);
  });

  it('old logs may go', () => {
    expect(ids({ oldLogs: [{ name: 'botpier.1.log', bytes: 9 }] })).toEqual(['log:botpier.1.log oldLog']);
  });
});

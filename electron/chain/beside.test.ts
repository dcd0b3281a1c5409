import { expect, it } from 'vitest';
import { judgeBeside } from './beside';
import { stateCode } from './link-moment';
import { testBrain, testContainer, testWorld } from './test-world';
import type { ImageSight, World } from './world';

const image = (state: ImageSight['state']): ImageSight => ({ reference: 'c', product: 'AstrBot', state });
const beside = (over: Partial<NonNullable<World['beside']>> = {}): World['beside'] => ({
  ...testBrain(),
  image: image({ kind: 'present' }),
  ...over,
});

it.each<[string, Partial<World>, string]>([
  ['nothing is known of it yet', { beside: undefined }, 'working.preparing'],
  ['well', { beside: beside() }, 'ok'],
  ['no engine', { beside: beside(), engine: { kind: 'absent' } }, 'off.waiting'],
  [
    'pulled',
    { beside: beside({ image: image({ kind: 'pulling', phase: 'downloading', progress: {} }) }) },
    'working.pulling',
  ],
  [
    'not to be had',
    {
      beside: beside({
        image: image({
          kind: 'failed',
          at: 0,
          attempts: [{ mirror: 'm', kind: 'tagMissing', message: 'no such tag' }],
        }),
      }),
    },
    'broken.pullTagMissing',
  ],
  [
    'prepared',
    { beside: beside({ container: undefined, preparation: { kind: 'running', progress: {} } }) },
    'working.preparing',
  ],
  [
    'starting',
    {
      beside: beside({ report: { kind: 'connecting' }, container: testContainer({ startedAt: Date.now() }) }),
    },
    'working.starting',
  ],
  [
    'a port that somebody has',
    { beside: beside({ container: undefined, refusal: { kind: 'portInUse', message: '6185', at: 0 } }) },
    'broken.portTaken',
  ],
])('the brain beside: %s', (_, over, code) => {
  expect(stateCode(judgeBeside(testWorld(over)))).toBe(code);
});

import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelCheck, ProviderId } from '../../contract/model';
import { systemClock } from '../../lib/clock';
import { closeServer } from '../../rehearsal/lifetime';
import { createModelServer, TOY_MODELS } from '../../rehearsal/model/create-model-server';
import type { ModelFault } from '../../rehearsal/model/model-shape';
import { checkModel } from './check-key';
import { findProvider } from './providers';

const KEY = 'sk-good-key-1234';

let origin: string;
let { server, controls } = createModelServer({ clock: systemClock });
beforeEach(async () => {
  ({ server, controls } = createModelServer({ clock: systemClock, keys: [KEY] }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => closeServer(server));

function check(id: ProviderId, key = KEY): Promise<ModelCheck> {
  const own = findProvider(id);
  const provider = { ...own, baseUrl: origin + new URL(own.baseUrl).pathname };
  return checkModel({ provider, baseUrl: '', key, fetch, clock: systemClock });
}

describe.each(['deepseek', 'qwen', 'zhipu', 'volcengine', 'openai', 'gemini', 'anthropic'] as const)(
  'checkModel against the rehearsal of %s',
  (id) => {
    it('gets an answer with a good key', async () => {
      expect(await check(id)).toMatchObject({
        kind: 'ok',
        models: [...TOY_MODELS],
        model: TOY_MODELS[0],
        answer: expect.stringMatching(/\p{Script=Han}/u),
      });
      expect(controls.questions).toHaveLength(1);
    });

    it('hears of a wrong key, without repeating it', async () => {
      const result = await check(id, 'sk-wrong-key-9876');
      expect(result).toMatchObject({ problem: 'keyRefused' });
      expect(JSON.stringify(result)).not.toContain('sk-wrong-key-9876');
    });

    it.each<[ModelFault, string]>([
      ['badKey', 'keyRefused'],
      ['noQuota', 'keyNoQuota'],
      ['noBalance', 'keyNoQuota'],
      ['rateLimited', 'keyRateLimited'],
      ['region', 'keyRegion'],
      ['modelMissing', 'modelMissing'],
      ['html', 'modelBaseUrl'],
      ['wrongPath', 'modelBaseUrl'],
    ])('tells the fault %s as %s', async (fault, problem) => {
      controls.setFault(fault);
      expect(await check(id)).toMatchObject({ kind: 'problem', problem });
    });
  },
);

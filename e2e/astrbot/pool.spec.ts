import { expect } from '@playwright/test';
import { openWebClient } from '../bench/stage/web-client';
import { until } from '../lab/engine/command';
import { runBotpier, upArgsWithPool } from '../main-job/botpier';
import { answers, expectFenced, expectNothingOpen, expectNowhere } from '../main-job/fences';
import { needsLab, POOL_KEYS, test } from '../main-job/lab-test';
import {
  engineTells,
  findService,
  listBelongings,
  listenersOutside,
  outsideAddresses,
  readLogs,
  readTree,
} from '../main-job/world';
import { startWebShell } from '../web/web-shell';

needsLab();
test.use({
  labOptions: { engine: '20', pace: 'fast', brains: ['astrbot'], extras: ['gemini-balance', 'caddy'] },
});
test.setTimeout(8 * 60_000);

const GATEWAY_MS = 120_000;

test('many keys of Gemini in turn, and all panels behind one address', async ({ lab, dataDir }) => {
  const { docker } = lab;
  const phone = lab.phone();
  const before = await listenersOutside();
  const outputs: string[] = [];
  const readIn = async (service: string, command: string) =>
    docker('exec', (await findService(docker, service)).Id, 'sh', '-c', command);
  const tokenIn = async (name: string) =>
    new RegExp(`${name}=.*?([A-Za-z0-9]{16,})`).exec(
      await readIn('gemini-balance', 'cat /etc/botpier/pool.env'),
    )?.[1] ?? '';

  await test.step('up in a terminal, with a pool of keys', async () => {
    const scans: Promise<void>[] = [];
    const up = runBotpier(lab, upArgsWithPool(lab, dataDir), ({ event }) => {
      if (event === 'qr' && scans.length === 0) scans.push(phone.scan().then(() => phone.confirm()));
    });
    expect(await up.ended, up.output).toBe(0);
    await Promise.all(scans);
    outputs.push(up.output);
    expect(up.events.at(-1)).toMatchObject({ event: 'reply', answer: expect.stringMatching(/./) });
  });

  await test.step('every message is answered, though some keys do not work', async () => {
    const asked = lab.gemini.questions.length;
    for (const text of ['一号泊位', '二号泊位', '三号泊位', '四号泊位', '五号泊位'])
      expect((await phone.ask(text)).text).not.toContain('错误');
    const questions = lab.gemini.questions.slice(asked).map(({ text }) => text);
    expect(questions.filter((text) => text.includes('号泊位'))).toHaveLength(5);
    expect(lab.model.questions).toEqual([]);
  });

  await test.step('nothing is open, and the keys stand in the pool alone', async () => {
    await expectFenced(docker, 3);
    await expectNothingOpen(docker, before);
    const kept = await readIn('gemini-balance', 'cat /app/data/*');
    const [admin, client] = [await tokenIn('AUTH_TOKEN'), await tokenIn('ALLOWED_TOKENS')];
    // The pool is told of no key that the provider refuses for good.
    for (const key of POOL_KEYS) expect(kept.includes(key), key).toBe(!key.includes('BAD'));
    expect(await readIn('astrbot', 'cat /etc/botpier/astrbot.env')).toContain(client);
    const [pool, brain] = [await findService(docker, 'gemini-balance'), await findService(docker, 'astrbot')];
    const elsewhere = {
      output: outputs.join('\n'),
      'data directory': await readTree(dataDir),
      engine: await engineTells(docker),
      'log of the pool': await readLogs(lab.endpoint, pool.Id),
      'log of the brain': await readLogs(lab.endpoint, brain.Id),
    };
    expectNowhere([...POOL_KEYS, admin, client], elsewhere);
    const brainFiles = await readIn('astrbot', 'cat /etc/botpier/* /AstrBot/data/cmd_config.json');
    expectNowhere([...POOL_KEYS, admin], { 'files of the brain': brainFiles });
  });

  await test.step('the gateway opens no more than it is told to', async () => {
    const shell = await startWebShell(['--data-dir', dataDir, '--mirror', lab.mirror], lab.env);
    const web = await openWebClient(shell.url);
    try {
      const { bots } = await web.calls.view.query();
      const bot = bots[0]?.id ?? '';
      const { password } = await web.calls.gateway.turnOn.mutate({ bot, settings: {} });
      const models = () => modelsThrough('127.0.0.1:7860');
      const list = await until('the gateway', GATEWAY_MS, models);
      expect(list).toContain('gemini-2.5-flash');
      await expectFenced(docker, 4);
      // There the gateway's container reaches BotPier for its admin page.
      await expectNothingOpen(docker, before, await bridgeOfBot());
      expectNowhere([password ?? ''], { engine: await engineTells(docker), data: await readTree(dataDir) });

      await web.calls.gateway.turnOn.mutate({ bot, settings: { reach: 'network' } });
      const [address = ''] = outsideAddresses();
      await until('the gateway on the network', GATEWAY_MS, () => modelsThrough(`${address}:7860`));
      for (const port of [6099, 6185, 8000]) expect(await answers(address, port), String(port)).toBe(false);
    } finally {
      await web.close();
      await shell.stop();
    }
  });

  await test.step('remove --data leaves nothing', async () => {
    const removal = runBotpier(lab, ['remove', '--data', '--yes', '--data-dir', dataDir]);
    expect(await removal.ended, removal.output).toBe(0);
    expect(await listBelongings(docker)).toEqual({ containers: [], networks: [], volumes: [] });
  });

  async function bridgeOfBot(): Promise<string> {
    const { NetworkSettings } = await findService(docker, 'gateway');
    const [network] = Object.values(NetworkSettings.Networks) as { Gateway: string }[];
    return network?.Gateway ?? '';
  }

  /** As people are told to ask for it. */
  async function modelsThrough(host: string): Promise<string> {
    const authorization = `Bearer ${await tokenIn('ALLOWED_TOKENS')}`;
    const answer = await fetch(`http://${host}/gemini/hf/v1/models`, { headers: { authorization } });
    if (!answer.ok) throw new Error(`${host} answered ${answer.status}`);
    return answer.text();
  }
});

import { expect } from '@playwright/test';
import { runBotpier, upArgs } from './botpier';
import { expectFenced, expectNothingOpen, expectNowhere } from './fences';
import type { LabStack } from './lab-stack';
import { MODEL_KEY, needsLab, test } from './lab-test';
import {
  engineTells,
  findService,
  inspectContainers,
  listBelongings,
  listenersOutside,
  readLogs,
  readTree,
} from './world';

const NOTHING = { containers: [], networks: [], volumes: [] };
const TOKEN_LENGTH = 16;

/** A bot of this stack in a terminal, from nothing to nothing, and what is open or readable meanwhile. */
export function testUnattended(stack: LabStack): void {
  needsLab();
  test.use({ labOptions: { engine: '26', brains: [stack.id] } });
  test.setTimeout(6 * 60_000);

  test('up in a terminal, nothing left open or readable, down and gone', async ({ lab, dataDir }) => {
    const phone = lab.phone();
    const docker = lab.docker;
    const listenedBefore = await listenersOutside();
    const outputs: string[] = [];
    const run = async (...args: string[]) => {
      const botpier = runBotpier(lab, [...args, '--data-dir', dataDir]);
      const code = await botpier.ended;
      outputs.push(botpier.output);
      return { code, output: botpier.output };
    };

    await test.step('up ends green with the phone as the only help', async () => {
      const scans: Promise<void>[] = [];
      const up = runBotpier(lab, upArgs(lab, dataDir, stack.id), ({ event }) => {
        if (event === 'qr' && scans.length === 0) scans.push(phone.scan().then(() => phone.confirm()));
      });
      expect(await up.ended, up.output).toBe(0);
      await Promise.all(scans);
      outputs.push(up.output);
      expect(up.events.at(0)?.event).toBe('start');
      expect(up.events.at(-1)).toMatchObject({ event: 'reply', answer: expect.stringMatching(/./) });
      expect(up.events.filter(({ event }) => event === 'qr')).toHaveLength(1);
      expect((await phone.ask('在吗')).text).not.toBe('');
    });

    await test.step('every container is fenced in', async () => {
      await expectFenced(docker, 2);
    });

    await test.step('nothing listens beyond loopback that did not before', async () => {
      await expectNothingOpen(docker, listenedBefore);
    });

    await test.step('the key and the tokens stand where they must and nowhere else', async () => {
      const [napcat, brain] = [await findService(docker, 'napcat'), await findService(docker, stack.id)];
      const read = (id: string, path: string) => docker('exec', id, 'cat', path);
      const webui = /NAPCAT_WEBUI_SECRET_KEY=(.*)/.exec(napcat.Config.Env?.join('\n') ?? '')?.[1] ?? '';
      const oneBot = await read(napcat.Id, '/app/napcat/config/onebot11.json');
      const { token: webuiInFile } = JSON.parse(await read(napcat.Id, '/app/napcat/config/webui.json'));
      const tokens = [
        webui,
        ...[...oneBot.matchAll(/"token": *"([^"]*)"/g)].map(([, token = '']) => token),
        ...(await stack.secretsOfBrain((path) => read(brain.Id, path))),
      ];
      expect(tokens).toHaveLength(4);
      expect(new Set(tokens).size).toBe(4);
      for (const token of tokens) expect(token.length).toBeGreaterThanOrEqual(TOKEN_LENGTH);
      expect(webuiInFile).toBe(webui);
      expect(await read(brain.Id, stack.keyFile)).toContain(MODEL_KEY);
      expect(brain.Config.Env?.join('\n')).not.toMatch(/token|secret|password|key=/i);
      for (const path of stack.filesWithoutKey) expect(await read(brain.Id, path)).not.toContain(MODEL_KEY);

      const status = await run('status');
      expect(status.code, status.output).toBe(0);
      expect((await run('logs')).output).toContain(`"source":"${stack.id}"`);
      const told = await engineTells(docker);
      const places = {
        output: outputs.join('\n'),
        'data directory': await readTree(dataDir),
        'engine, but for the one variable': told.replaceAll(`NAPCAT_WEBUI_SECRET_KEY=${webui}`, ''),
        'log of the brain': await readLogs(lab.endpoint, brain.Id),
      };
      expectNowhere([MODEL_KEY, ...tokens], places);
      expectNowhere([MODEL_KEY], { 'log of the messenger': await readLogs(lab.endpoint, napcat.Id) });
    });

    await test.step('stop stops, start starts', async () => {
      expect((await run('stop')).code).toBe(0);
      const running = async () => (await inspectContainers(docker)).filter(({ State }) => State.Running);
      expect(await running()).toEqual([]);
      expect((await run('start')).code).toBe(0);
      expect(await running()).toHaveLength(2);
    });

    await test.step('down keeps the data, and up again asks for no scan', async () => {
      const { volumes } = await listBelongings(docker);
      const down = await run('down');
      expect(down.code, down.output).toBe(0);
      expect(await listBelongings(docker)).toEqual({ ...NOTHING, volumes });
      const again = runBotpier(lab, upArgs(lab, dataDir, stack.id));
      expect(await again.ended, again.output).toBe(0);
      expect(again.events.filter(({ event }) => event === 'qr')).toEqual([]);
    });

    await test.step('remove --data leaves nothing', async () => {
      expect((await run('remove', '--data')).code).toBe(2);
      const removed = await run('remove', '--data', '--yes');
      expect(removed.code, removed.output).toBe(0);
      expect(await listBelongings(docker)).toEqual(NOTHING);
      expect((await run('remove', '--data', '--yes')).code).toBe(0);
      expect(await listBelongings(docker)).toEqual(NOTHING);
    });
  });
}

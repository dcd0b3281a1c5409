import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { until } from '../lab/engine/command';
import { freePort } from '../lab/free-port';
import type { LabOptions } from '../lab/start-lab';
import { runBotpier, upArgs } from './botpier';
import { inspectContainer, likeness, openComposeProject } from './compose-project';
import type { LabStack } from './lab-stack';
import { MODEL_KEY, needsLab, test } from './lab-test';
import { findService, listBelongings, readTree } from './world';

/** A check is made every half a minute. */
const HEALTH_MS = 120_000;

const ONEBOT = '/app/napcat/config/onebot11.json';
const WEBUI = '/app/napcat/config/webui.json';

/** A running bot of this stack taken elsewhere: the real Compose starts it and it answers, without BotPier. */
export function testExported(stack: LabStack, engine: LabOptions['engine']): void {
  needsLab();
  test.use({ labOptions: { engine, brains: [stack.id] } });
  test.setTimeout(10 * 60_000);

  test('the exported folder runs the same bot by docker compose up -d', async ({ lab, dataDir }) => {
    const { docker } = lab;
    const run = async (...args: string[]) => {
      const botpier = runBotpier(lab, [...args, '--data-dir', dataDir]);
      expect(await botpier.ended, botpier.output).toBe(0);
      return botpier;
    };
    const [bare, full] = [join(dataDir, 'exported/bare'), join(dataDir, 'exported/full')];

    await test.step('a bot answers', async () => {
      const scans: Promise<void>[] = [];
      const up = runBotpier(lab, upArgs(lab, dataDir, stack.id), ({ event }) => {
        if (event === 'qr' && scans.length === 0)
          scans.push(
            lab
              .phone()
              .scan()
              .then(() => lab.phone().confirm()),
          );
      });
      expect(await up.ended, up.output).toBe(0);
      await Promise.all(scans);
    });

    const services = ['napcat', stack.id] as const;
    const ours = await Promise.all(
      services.map(async (name) => inspectContainer(lab, (await findService(docker, name)).Id)),
    );
    const read = (at: number, path: string) => docker('exec', ours[at]?.Id ?? '', 'cat', path);
    const files = { oneBot: await read(0, ONEBOT), key: await read(1, stack.keyFile) };
    const device = await read(0, '/etc/machine-id');
    const webuiToken = JSON.parse(await read(0, WEBUI)).token;
    const brainSecrets = await stack.secretsOfBrain((path) => read(1, path));
    const mac = Object.values(ours[0]?.NetworkSettings.Networks ?? {})[0]?.MacAddress;

    await test.step('the folder holds no secret and no path, unless asked', async () => {
      await run('export', 'compose', '--to', bare);
      await run('export', 'compose', '--to', full, '--with-secrets');
      const all = await readTree(bare);
      for (const secret of [MODEL_KEY, webuiToken, ...brainSecrets]) expect(all.includes(secret)).toBe(false);
      for (const path of [dataDir, process.cwd(), homedir()]) expect(all.includes(`${path}/`)).toBe(false);
      expect(await readFile(join(full, '.env'), 'utf8')).toContain(MODEL_KEY);
    });

    await test.step('BotPier is done', async () => {
      await run('remove', '--data', '--yes');
      expect(await listBelongings(docker)).toEqual({ containers: [], networks: [], volumes: [] });
    });

    await test.step('Compose accepts the bare folder, and it names what is missing', async () => {
      const project = await openComposeProject(lab, bare);
      await project.compose('config', '--quiet');
      await expect(project.compose('up', '--detach')).rejects.toThrow(/didn't complete successfully/);
      expect(await project.compose('logs', 'napcat-setup')).toContain('NAPCAT_WEBUI is empty');
      await project.compose('down', '--volumes', '--timeout', '0');
    });

    const project = await openComposeProject(lab, full);
    await test.step('Compose starts the full one as BotPier ran it', async () => {
      await chooseFreePorts(join(full, '.env'));
      if (engine === '20') await switchOn(join(full, '.env'), 'COMPOSE_FILE');
      await project.compose('config', '--quiet');
      await project.compose('up', '--detach');
      for (const [at, name] of services.entries()) {
        const theirs = await project.inspect(name);
        const own = ours[at];
        if (!own) throw new Error(`BotPier ran no ${name}`);
        expect(likeness(theirs), name).toEqual(likeness(own));
        expect((await project.inspect(`${name}-setup`)).State, name).toMatchObject({
          Running: false,
          ExitCode: 0,
        });
      }
      expect(await project.read('napcat', ONEBOT)).toBe(files.oneBot);
      expect(await project.read(stack.id, stack.keyFile)).toBe(files.key);
      expect(await project.read('napcat', '/etc/machine-id')).toBe(device);
      const networks = Object.values((await project.inspect('napcat')).NetworkSettings.Networks);
      expect(networks.map(({ MacAddress }) => MacAddress)).toEqual([mac]);
    });

    await test.step('after a scan it answers', async () => {
      await project.phone.scan();
      await project.phone.confirm();
      await answersOf(project.phone);
    });

    await test.step('the checks of health say so', async () => {
      for (const name of services) {
        await until(`${name} is healthy`, HEALTH_MS, async () =>
          (await project.inspect(name)).State.Health?.Status === 'healthy' ? true : undefined,
        );
      }
    });

    await test.step('up again changes nothing; down and up, it is set up as before', async () => {
      const before = (await project.inspect('napcat')).Id;
      await project.compose('up', '--detach');
      expect((await project.inspect('napcat')).Id).toBe(before);
      await project.compose('down', '--timeout', '1');
      await project.compose('up', '--detach');
      expect((await project.inspect('napcat')).Id).not.toBe(before);
      expect(JSON.parse(await project.read('napcat', WEBUI)).token).toBe(webuiToken);
    });

    await project.compose('down', '--volumes', '--timeout', '0');
    expect(await listBelongings(docker)).toEqual({ containers: [], networks: [], volumes: [] });
  });
}

/** What BotPier held may be somebody else's by now. */
async function chooseFreePorts(file: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const chosen = lines.map(async (line) =>
    /^[A-Z_]+_PORT=/.test(line) ? line.replace(/=.*/, `=${await freePort()}`) : line,
  );
  await writeFile(file, (await Promise.all(chosen)).join('\n'));
}

/** Takes the comment mark off a line of an environment file. */
async function switchOn(file: string, variable: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(`# ${variable}=`, `${variable}=`));
}

/** The brain may still be on its way to the messenger: what is said before is heard by nobody. */
async function answersOf(phone: { ask(text: string): Promise<{ text: string }> }): Promise<void> {
  await until('an answer', 3 * 60_000, async () => {
    const { text } = await phone.ask('在吗');
    return text === '' ? undefined : text;
  });
}

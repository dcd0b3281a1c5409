import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const RESOURCES = join(import.meta.dirname, '../../../resources/koishi');

export interface FakeKoishi {
  port: number;
  base: string;
  runner: ChildProcess;
  /** Plays something that happens to a Koishi; the answer is what it tells. */
  play(action: string): Promise<unknown>;
  /** Resolves with the port when the worker has been started anew. */
  restarted(): Promise<number>;
  stop(): Promise<void>;
}

/** Our runner and companion as in the container, around a stand-in for Koishi's worker. */
export async function startFakeKoishi(): Promise<FakeKoishi> {
  const root = mkdtempSync(join(tmpdir(), 'botpier-koishi-'));
  const config = join(root, 'etc');
  const base = join(root, 'koishi');
  const module = join(base, 'node_modules/koishi');
  mkdirSync(join(module, 'lib/worker'), { recursive: true });
  cpSync(RESOURCES, config, { recursive: true });
  cpSync(join(import.meta.dirname, 'fake-koishi.cjs'), join(module, 'lib/worker/index.js'));
  writeFileSync(join(module, 'index.js'), 'exports.Logger = { targets: [] };');
  writeFileSync(join(module, 'package.json'), JSON.stringify({ name: 'koishi', version: '4.18.11' }));
  writeFileSync(join(base, 'package.json'), '{}');
  const companion = {
    token: 'secret',
    owners: ['123456', '7777777'],
    hearing: { groups: { hears: 'only', list: ['9'] }, people: { hears: 'except', list: ['2'] } },
    model: 'deepseek/deepseek-chat',
    adapter: 'chatluna-deepseek-adapter:d',
  };
  writeFileSync(
    join(config, 'koishi.yml'),
    JSON.stringify({
      plugins: {
        [`${config}/companion.cjs:c`]: companion,
        'adapter-onebot:a': {},
        'chatluna:b': {},
        [companion.adapter]: {},
      },
    }),
  );
  const runner = spawn(process.execPath, [join(config, 'run.cjs')], {
    cwd: base,
    env: { FAKE_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: runner.stdout });
  const listening = async () => {
    for (;;) {
      const [line] = (await once(lines, 'line')) as [string];
      const port = /^listening (\d+)$/.exec(line)?.[1];
      if (port) return Number(port);
    }
  };
  const port = await listening();
  return {
    port,
    base,
    runner,
    restarted: listening,
    play: async (action) => (await fetch(`http://127.0.0.1:${port}/fake/${action}`)).json(),
    async stop() {
      if (runner.exitCode !== null || runner.signalCode !== null) return;
      runner.kill('SIGTERM');
      await once(runner, 'exit');
    },
  };
}

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../../app/create-test-app';
import type { CliEvent } from './cli-event';
import { makeReport, type ReportFlags } from './report';

const KEY = 'sk-test-0123456789abcdef';

let dir: string;
let running: TestApp;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'botpier-cli-report-'));
  running = await createTestApp();
  await setUp(running, 'koishi');
});
afterAll(async () => {
  await running.close();
  rmSync(dir, { recursive: true });
});

async function run(flags: ReportFlags, json = false) {
  const said: string[] = [];
  const errors: CliEvent[] = [];
  const code = await makeReport(
    {
      app: running.app,
      language: 'en',
      reporter: { report: (event) => errors.push(event) },
      write: (text) => said.push(text),
      json,
    },
    flags,
  );
  return { code, said: said.join(''), errors };
}

test('writes one file that its owner alone may read, and says what is in it', async () => {
  const out = join(dir, 'report.tar.gz');
  const { code, said } = await run({ out, leaveOut: ['settings.json'] });
  expect(code).toBe(0);
  expect(said).toContain(out);
  expect(said).toContain('about.json');
  expect(said).not.toContain('settings.json');
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const content = gunzipSync(readFileSync(out)).toString('latin1');
  expect(content).toContain('troubles.json');
  expect(content).not.toContain('settings.json');
  expect(content).not.toContain(KEY);

  const before = readFileSync(out);
  const again = await run({ out });
  expect(again.code).toBe(2);
  expect(again.errors).toMatchObject([{ code: 'fileTaken', flag: '--out' }]);
  expect(readFileSync(out)).toEqual(before);
});

test('shows all of it and writes nothing', async () => {
  const { code, said } = await run({ print: true }, true);
  expect(code).toBe(0);
  const files = said
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(files.map(({ name }) => name)).toContain('logs/botpier.log');
  expect(said).not.toContain(KEY);
});

test('a file that is not in it cannot be left out', async () => {
  const { code, errors } = await run({ print: true, leaveOut: ['nowhere'] });
  expect(code).toBe(2);
  expect(errors).toMatchObject([{ code: 'invalidInput', flag: '--leave-out' }]);
});

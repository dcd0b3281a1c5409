import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');
const FOLDER = '.github/workflows';

/** A published action: by the commit of a version, which stands behind it for people. */
const PINNED = /^\s*-?\s*uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
/** What somebody outside may write, and a shell must not read as part of a command. */
const FROM_OUTSIDE = /\$\{\{[^}]*(?:github\.event\.|github\.head_ref|github\.ref_name|inputs\.)[^}]*\}\}/;

const Permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const Step = z
  .strictObject({
    name: z.string().optional(),
    if: z.string().optional(),
    uses: z.string().optional(),
    run: z.string().optional(),
    with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    env: z.record(z.string(), z.string()).optional(),
    'working-directory': z.string().optional(),
  })
  .refine((step) => (step.uses === undefined) !== (step.run === undefined), 'either uses or run');
const Called = z.strictObject({
  uses: z.string(),
  needs: z.string().optional(),
  secrets: z.literal('inherit').optional(),
});
const Run = z.strictObject({
  name: z.string().optional(),
  needs: z.string().optional(),
  'runs-on': z.string(),
  'timeout-minutes': z.number(),
  container: z.strictObject({ image: z.string(), options: z.string() }).optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.string() }) }).optional(),
  permissions: Permissions.optional(),
  strategy: z
    .strictObject({
      'fail-fast': z.boolean(),
      matrix: z.strictObject({ include: z.array(z.record(z.string(), z.string())) }),
    })
    .optional(),
  env: z.record(z.string(), z.string()).optional(),
  steps: z.array(Step).min(1),
});
/** As much of a workflow's form as is used here; a key that is not known is a mistake. */
const Workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.enum(['push', 'pull_request', 'workflow_call']), z.unknown()).or(z.unknown()),
  permissions: Permissions,
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).optional(),
  jobs: z.record(z.string().regex(/^[a-z-]+$/), z.union([Called, Run])),
});

const workflows = readdirSync(join(ROOT, FOLDER)).map((name) => {
  const text = readFileSync(join(ROOT, FOLDER, name), 'utf8');
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  return { name, text, errors: document.errors, workflow: Workflow.safeParse(document.toJS()) };
});

describe.each(workflows)('$name', ({ text, errors, workflow }) => {
  test('has the form of a workflow', () => {
    expect(errors).toEqual([]);
    expect(workflow.error?.issues).toBeUndefined();
  });

  const jobs = workflow.data?.jobs ?? {};
  const steps = Object.values(jobs).flatMap((job) => ('steps' in job ? job.steps : []));

  test('runs what is there', () => {
    for (const job of Object.values(jobs)) {
      if (job.needs !== undefined) expect(Object.keys(jobs)).toContain(job.needs);
      if ('uses' in job) expect(existsSync(join(ROOT, job.uses))).toBe(true);
    }
    const commands = steps.map(({ run = '' }) => run).join('\n');
    for (const [, script = ''] of commands.matchAll(/npm run ([\w:]+)/g)) {
      expect(Object.keys(manifest.scripts)).toContain(script);
    }
    for (const [path] of commands.matchAll(/(?:build|\.ci|node_modules)\/[\w./-]+/g)) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      if (/\.sh$|run$/.test(path)) expect(statSync(join(ROOT, path)).mode & 0o111, path).not.toBe(0);
    }
  });

  test('takes every action from the commit of a version', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line) && !/uses: \.\//.test(line));
    expect(uses.filter((line) => !PINNED.test(line))).toEqual([]);
  });

  test('may only read, but for the job that publishes', () => {
    expect(workflow.data?.permissions).toEqual({ contents: 'read' });
    const writers = Object.entries(jobs).filter(([, job]) => 'permissions' in job && job.permissions);
    expect(writers.map(([name]) => name).filter((name) => name !== 'publish')).toEqual([]);
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with).toMatchObject({ 'persist-credentials': false });
    }
  });

  test('puts nothing from outside into a command', () => {
    expect(steps.map(({ run }) => run).filter((run) => FROM_OUTSIDE.test(run ?? ''))).toEqual([]);
  });

  test('ends at some time', () => {
    for (const job of Object.values(jobs))
      if ('steps' in job) expect(job['timeout-minutes']).toBeLessThan(120);
  });
});

test('packages are made and tried for every system', () => {
  const packages = workflows.find(({ name }) => name === 'packages.yml')?.workflow.data?.jobs['package'];
  const systems = packages && 'strategy' in packages ? packages.strategy?.matrix.include : [];
  expect(systems?.map(({ system }) => system).sort()).toEqual(['linux', 'mac', 'win']);
});

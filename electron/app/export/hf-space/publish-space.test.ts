import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsOf, testInput } from '../test-export';
import { type Publishing, publishSpace } from './publish-space';
import { spaceFolder } from './space-folder';
import { startTestHub, type TestHub, TOKENS } from './test-hub';

let hub: TestHub;
beforeEach(async () => {
  hub = await startTestHub();
});
afterEach(() => hub.close());

const input = testInput('astrbot');
const space = spaceFolder(input);

function publish(changes: Partial<Publishing> = {}) {
  return publishSpace({
    name: 'alice/my-bot',
    token: TOKENS.write,
    visibility: 'private',
    replace: false,
    files: space.files,
    secrets: space.blanks,
    hubUrl: hub.url,
    fetch,
    signal: new AbortController().signal,
    onStep: () => {},
    ...changes,
  });
}

it('makes a private Docker Space, gives it its secrets, then every file', async () => {
  const steps: string[] = [];
  expect(await publish({ onStep: (step) => steps.push(step) })).toEqual({
    kind: 'published',
    url: `${hub.url}/spaces/alice/my-bot`,
  });
  expect(steps).toEqual(['signIn', 'create', 'secrets', 'files']);
  const made = hub.spaces.get('alice/my-bot');
  expect(made).toMatchObject({ visibility: 'private', sdk: 'docker' });
  expect(Object.fromEntries(made?.files ?? [])).toEqual(
    Object.fromEntries(space.files.map(({ path, content }) => [path, content])),
  );
  const given = Object.fromEntries(made?.secrets ?? []);
  expect(given).toMatchObject({ MODEL_KEY: input.model?.key, DEVICE_ID: input.bot.device.machineId });
  const files = [...(made?.files.values() ?? [])].join('\n');
  for (const secret of [...secretsOf(input), input.bot.device.machineId]) {
    expect(files.includes(secret)).toBe(false);
  }
  expect(hub.calls.findLastIndex((call) => call.endsWith('/secrets'))).toBeLessThan(
    hub.calls.findIndex((call) => call.includes('/commit/')),
  );
});

describe('tells apart', () => {
  it('a token that is none', async () => {
    expect(await publish({ token: 'sk-other' })).toMatchObject({ refusal: 'token', step: 'signIn' });
    expect(hub.calls).toEqual([]);
  });

  it('a token that is not valid (401), without repeating it', async () => {
    const refused = await publish({ token: 'hf_forgotten' });
    expect(refused).toMatchObject({
      refusal: 'token',
      step: 'signIn',
      message: expect.stringContaining('Invalid'),
    });
    expect(JSON.stringify(refused)).not.toContain('hf_forgotten');
  });

  it('a token that may only read, before it makes anything', async () => {
    expect(await publish({ token: TOKENS.read })).toMatchObject({ refusal: 'role', step: 'signIn' });
    expect(hub.calls).toEqual(['GET /api/whoami-v2']);
  });

  it('a plan that does not host Docker Spaces (402)', async () => {
    hub.plan.isPro = false;
    expect(await publish()).toMatchObject({
      refusal: 'needsPlan',
      step: 'create',
      message: expect.stringContaining('requires a PRO subscription'),
    });
    expect(hub.spaces.size).toBe(0);
  });

  it('a namespace of others (403)', async () => {
    expect(await publish({ name: 'bob/my-bot' })).toMatchObject({ refusal: 'role', step: 'create' });
  });

  it('a Space that exists (409), whose files stay as they are', async () => {
    await publish({ files: [{ path: 'README.md', content: 'first', mode: 0o644 }] });
    expect(await publish()).toMatchObject({ refusal: 'exists', step: 'create' });
    expect(Object.fromEntries(hub.spaces.get('alice/my-bot')?.files ?? [])).toEqual({ 'README.md': 'first' });
    expect(await publish({ replace: true })).toMatchObject({ kind: 'published' });
    expect(hub.spaces.get('alice/my-bot')?.files.size).toBe(space.files.length);
  });

  it('a Space that vanished in between (404)', async () => {
    const onStep = (step: string) => {
      if (step === 'secrets') hub.spaces.clear();
    };
    expect(await publish({ onStep })).toMatchObject({
      refusal: 'notFound',
      step: 'secrets',
      message: 'Repository not found',
    });
  });

  it('too many calls (429), with how long to wait', async () => {
    hub.plan.callsLeft = 1;
    expect(await publish()).toMatchObject({ refusal: 'rateLimited', step: 'create', retryAfterSeconds: 120 });
  });

  it('a Hub that is not there', async () => {
    await hub.close();
    expect(await publish()).toMatchObject({ refusal: 'unreachable', step: 'signIn' });
    hub = await startTestHub();
  });
});

it('ends when it is cancelled', async () => {
  const cancel = new AbortController();
  const publishing = publish({ signal: cancel.signal, onStep: (step) => step === 'files' && cancel.abort() });
  await expect(publishing).rejects.toThrow();
  expect(hub.spaces.get('alice/my-bot')?.files.size).toBe(0);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestSync, OWNER, REPOSITORY, type TestComputer, type TestSync } from './test-sync';

// Each save is a dozen runs of git here, and as many at the host.
vi.setConfig({ testTimeout: 60_000 });

let test: TestSync;
let desk: TestComputer;
let laptop: TestComputer;

beforeEach(async () => {
  test = await createTestSync();
  desk = await test.computer({ device: 'desk' });
  laptop = await test.computer({ device: 'laptop', keys: desk.keys });
});
afterEach(() => test.close());

const commits = () => test.oracle.commits(OWNER, REPOSITORY);
const print = () => test.oracle.fingerprint(OWNER, REPOSITORY);

describe('two computers with one repository', () => {
  it('do not overwrite each other: the second is told who saved there, and when', async () => {
    await desk.push({ 'koishi/data/a': 'from the desk' });
    const before = await print();
    const found = await laptop.push({ 'koishi/data/a': 'from the laptop' }, { device: 'laptop' });
    expect(found).toMatchObject({ kind: 'conflict', device: 'desk', at: test.clock.now() });
    expect(await print()).toBe(before);
  });

  it('go on from what the user chose, with everything that was saved still in the history', async () => {
    await desk.push({ 'koishi/data/a': 'from the desk' });
    const found = await laptop.push({ 'koishi/data/a': 'from the laptop' }, { device: 'laptop' });
    if (found.kind !== 'conflict') throw new Error(found.kind);
    await laptop.sync.takeOver((await laptop.snapshot({})).bot, test.target, found.commit);
    expect(await laptop.push({ 'koishi/data/a': 'from the laptop' }, { device: 'laptop' })).toMatchObject({
      kind: 'done',
    });
    expect(await commits()).toContain(found.commit);
    expect(await desk.push({ 'koishi/data/a': 'more' })).toMatchObject({
      kind: 'conflict',
      device: 'laptop',
    });
    const list = await desk.sync.generations(test.target);
    expect(list.map(({ device }) => device)).toEqual(['laptop', 'desk']);
    const older = await desk.restore(undefined, list[1]?.id);
    expect(await desk.filesOf(older)).toEqual({ 'koishi/data/a': 'from the desk' });
  });

  it('save at the same moment: one of them is through, and the other is told', async () => {
    await desk.push({ 'koishi/data/a': '0' });
    const restored = await laptop.restore();
    await laptop.sync.takeOver(restored.manifest.bot, test.target, restored.commit);
    const results = await Promise.all([
      desk.push({ 'koishi/data/a': 'desk' }),
      laptop.push({ 'koishi/data/a': 'laptop' }, { device: 'laptop' }),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['conflict', 'done']);
    expect(await commits()).toHaveLength(3);
    await test.oracle.check(OWNER, REPOSITORY);
  });

  it('notice when a branch was edited by hand, and when it was led back', async () => {
    await desk.push({ 'koishi/data/a': '1' });
    const first = (await commits())[0] ?? '';
    await desk.push({ 'koishi/data/a': '2' });
    const copy = await test.git(
      test.token,
      'clone',
      test.host.repositories.cloneUrl(OWNER, REPOSITORY),
      `${test.root}/copy`,
    );
    expect(copy).toBe('');
    await test.git(test.token, '-C', `${test.root}/copy`, 'commit', '--allow-empty', '--message=mine');
    await test.git(test.token, '-C', `${test.root}/copy`, 'push', 'origin', 'HEAD:main');
    const edited = await desk.push({ 'koishi/data/a': '3' });
    expect(edited).toMatchObject({ kind: 'failed', failure: { code: 'syncChanged' } });

    await test.git(test.token, '-C', `${test.root}/copy`, 'push', '--force', 'origin', `${first}:main`);
    const ledBack = await desk.push({ 'koishi/data/a': '3' });
    expect(ledBack).toMatchObject({
      kind: 'failed',
      failure: { code: 'syncChanged', params: { commit: first } },
    });
    await desk.sync.takeOver((await desk.snapshot({})).bot, test.target, first);
    expect(await desk.push({ 'koishi/data/a': '3' })).toMatchObject({ kind: 'done' });
  });

  it('begin anew where the repository was emptied, and keep off what is not ours', async () => {
    await desk.push({ 'koishi/data/a': '1' });
    await test.host.repositories.delete(OWNER, REPOSITORY);
    await test.host.repositories.create({ owner: OWNER, name: REPOSITORY, private: true });
    expect(await desk.push({ 'koishi/data/a': '1', 'koishi/data/b': '1' })).toMatchObject({ kind: 'done' });
    await test.oracle.check(OWNER, REPOSITORY);

    await test.host.repositories.create({ owner: OWNER, name: 'blank', private: true, autoInit: true });
    const blank = { ...test.target, repository: `${OWNER}/blank` };
    expect(await desk.sync.checkRepository(blank)).toMatchObject({ content: 'empty' });
    expect(await desk.push({ 'koishi/data/a': '1' }, { target: blank })).toMatchObject({ kind: 'done' });
    expect(await desk.sync.checkRepository(blank)).toMatchObject({ content: 'ours' });

    await test.host.repositories.create({ owner: OWNER, name: 'foreign', private: true });
    const foreign = { ...test.target, repository: `${OWNER}/foreign` };
    const work = await test.workingCopy({ 'src/main.c': 'int main() {}' });
    await test.git(
      test.token,
      '-C',
      work,
      'push',
      test.host.repositories.cloneUrl(OWNER, 'foreign'),
      'HEAD:main',
    );
    const before = await test.oracle.fingerprint(OWNER, 'foreign');
    expect(await desk.sync.checkRepository(foreign)).toMatchObject({ content: 'foreign' });
    expect(await desk.push({ 'koishi/data/a': '1' }, { target: foreign })).toMatchObject({
      kind: 'failed',
      failure: { code: 'syncForeign' },
    });
    expect(await test.oracle.fingerprint(OWNER, 'foreign')).toBe(before);
  });
});

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SnapshotEntry } from '../../contract/snapshot';
import {
  createTestSync,
  noise,
  OWNER,
  REPOSITORY,
  type TestComputer,
  type TestFiles,
  type TestSync,
} from './test-sync';

// Each save is a dozen runs of git here, and as many at the host.
vi.setConfig({ testTimeout: 60_000 });

let test: TestSync;
let desk: TestComputer;

beforeEach(async () => {
  test = await createTestSync();
  desk = await test.computer();
});
afterEach(async () => {
  expect(test.schemaErrors).toEqual([]);
  await test.close();
});

const FILES: TestFiles = {
  'koishi/data/koishi.db': 'x'.repeat(20_000),
  'koishi/data/plugins/p1/.git/config': '[core]',
  'koishi/data/a:b?.json': '{}',
  'koishi/config/koishi.yml': 'key: sk-very-secret',
  'napcat/qq/photo.bin': 'photo',
};

const paths = async () => (await test.oracle.list(OWNER, REPOSITORY)).map(({ path }) => path).sort();

describe('a bot', () => {
  it('is saved in one commit, and comes back byte for byte on another computer', async () => {
    const more: SnapshotEntry[] = [
      { type: 'folder', service: 'koishi', volume: 'data', path: 'empty', mode: 0o700, uid: 0, gid: 0 },
      {
        type: 'link',
        service: 'koishi',
        volume: 'data',
        path: 'link',
        target: '../x',
        mode: 0o777,
        uid: 0,
        gid: 0,
      },
      {
        type: 'file',
        service: 'koishi',
        volume: 'data',
        path: 'odd \ufffd',
        bytes: Buffer.from('odd \xff', 'latin1').toString('base64'),
        mode: 0o755,
        uid: 33,
        gid: 33,
        ...(await desk.objects.put([Buffer.from('odd')])),
      },
    ];
    const manifest = await desk.snapshot(FILES, more);
    const result = await desk.push({}, { manifest });
    expect(result).toMatchObject({ kind: 'done', files: 6, repository: `${OWNER}/${REPOSITORY}` });
    expect(await paths()).toEqual([
      'README.md',
      'botpier/bot.age',
      'botpier/data/koishi/data/a%3Ab%3F.json',
      'botpier/data/koishi/data/koishi.db',
      'botpier/data/koishi/data/odd %FF',
      'botpier/data/koishi/data/plugins/p1/%2Egit/config',
      'botpier/data/napcat/qq/photo.bin',
      'botpier/manifest.jsonl',
      'botpier/sealed/koishi/config/koishi.yml.age',
    ]);
    await test.oracle.check(OWNER, REPOSITORY);

    const laptop = await test.computer({ device: 'laptop' });
    for (const key of [desk.keys.identity, desk.keys.recoveryKey.toLowerCase()]) {
      const restored = await laptop.restore(key);
      expect(restored).toMatchObject({ generation: 1, device: 'desk', manifest });
      expect(restored.secrets).toEqual({ 'model.key': 'sk-secret-of-the-bot' });
      expect(restored.keys).toEqual({
        identity: desk.keys.identity,
        recoveryRecipient: desk.keys.recoveryRecipient,
      });
      expect(await laptop.filesOf(restored)).toMatchObject(FILES);
    }
  });

  it('is not sent again when nothing changed: no request at all', async () => {
    await desk.push(FILES);
    const { requests } = test.host.counters;
    desk.restart();
    expect(await desk.push(FILES)).toMatchObject({ kind: 'nothing' });
    expect(test.host.counters.requests).toBe(requests);
  });

  it('sends what changed alone: neither the rest nor what is encrypted and the same', async () => {
    const large = { 'koishi/data/large.bin': noise(300_000), 'koishi/config/model.bin': noise(200_000) };
    await desk.push({ ...FILES, ...large });
    const before = await test.oracle.list(OWNER, REPOSITORY);
    const result = await desk.push({ ...FILES, ...large, 'napcat/qq/photo.bin': 'other photo' });
    expect(result).toMatchObject({ kind: 'done', files: 1 });
    if (result.kind === 'done') expect(result.bytesSent).toBeLessThan(3_000);
    const changed = (await test.oracle.list(OWNER, REPOSITORY)).filter(
      ({ object, path }) => before.find((each) => each.path === path)?.object !== object,
    );
    expect(changed.map(({ path }) => path)).toEqual([
      'botpier/data/napcat/qq/photo.bin',
      'botpier/manifest.jsonl',
    ]);
  });

  it('sends of an encrypted database the pages that changed alone', async () => {
    const before = Buffer.from(noise(900_000));
    const after = Buffer.concat([before, noise(5_000)]);
    for (const at of [40_960, 500_000]) after.set(noise(100), at);
    await desk.push({ ...FILES, 'koishi/config/qq.db': before, 'koishi/config/copy.db': before });
    const result = await desk.push({
      ...FILES,
      'koishi/config/qq.db': after,
      'koishi/config/copy.db': before,
    });
    expect(result).toMatchObject({ kind: 'done', files: 1 });
    if (result.kind === 'done') expect(result.bytesSent).toBeLessThan(40_000);
    const sent = await test.oracle.read(OWNER, REPOSITORY, 'botpier/sealed/koishi/config/qq.db.blocks');
    expect(sent.includes(after.subarray(-1_000))).toBe(false);

    const { manifest } = await (await test.computer()).restore(desk.keys.recoveryKey);
    expect(manifest.entries).toEqual(
      (await desk.snapshot({ ...FILES, 'koishi/config/qq.db': after, 'koishi/config/copy.db': before }))
        .entries,
    );
  });

  it('has its large files in the release, named by their sum, and the pointer in the commit', async () => {
    const [plain, secret] = [noise(1_500_000), noise(1_200_000)];
    const files = { ...FILES, 'koishi/data/voice.bin': plain, 'napcat/config/big.bin': secret };
    expect(await desk.push(files)).toMatchObject({ kind: 'done' });
    const assets = await test.oracle.assets(OWNER, REPOSITORY);
    const sum = createHash('sha256').update(plain).digest('hex');
    expect(assets.map(({ name, sha256, state }) => [name === sha256, state])).toEqual([
      [true, 'uploaded'],
      [true, 'uploaded'],
    ]);
    expect(assets.map(({ name }) => name)).toContain(sum);
    const pointer = await test.oracle.read(OWNER, REPOSITORY, 'botpier/large/koishi/data/voice.bin.json');
    expect(JSON.parse(pointer.toString())).toMatchObject({ encrypted: false, parts: [{ asset: sum }] });

    const restored = await (await test.computer()).restore(desk.keys.recoveryKey);
    expect(restored.manifest).toEqual(await desk.snapshot(files));

    test.host.counters.reset();
    await desk.push({ ...files, 'napcat/qq/photo.bin': 'other' });
    expect(test.host.counters.tallies.upload.requests).toBe(0);
  });

  it('comes back whole over copies on this disk that have been damaged since', async () => {
    const files = { ...FILES, 'koishi/data/voice.bin': noise(1_500_000) };
    const manifest = await desk.snapshot(files);
    expect(await desk.push(files)).toMatchObject({ kind: 'done' });
    const sums = manifest.entries.flatMap((entry) => (entry.type === 'file' ? [entry.sha256] : []));
    for (const sum of sums) await writeFile(desk.objects.pathOf(sum), 'damaged');
    expect((await desk.restore(desk.keys.recoveryKey)).manifest.entries).toEqual(manifest.entries);
    for (const sum of sums) expect(await desk.objects.verify(sum)).toBe(true);
  });

  it('leaves nothing in a release that the last three states do not name', async () => {
    for (let n = 1; n <= 6; n++) {
      await desk.push({ 'koishi/data/voice.bin': noise(1_000_001) });
      await test.clock.advance(4_000_000);
    }
    expect(await test.oracle.assets(OWNER, REPOSITORY)).toHaveLength(3);
  });
});

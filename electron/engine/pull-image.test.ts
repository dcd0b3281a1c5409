import { beforeEach, describe, expect, it } from 'vitest';
import { sleep } from '../lib/clock';
import { createManualClock, type ManualClock } from '../lib/manual-clock';
import { type Engine, EngineError, type PullProgress } from './engine';
import { createMemoryEngine, type MemoryEngine } from './memory/memory-engine';
import type { MirrorFault } from './memory/mirror-fault';
import { testImage } from './memory/testing/test-image';
import { PullFailure, type PullImageOptions, type PullReport, pullImage } from './pull-image';

const KOISHI = 'docker.io/koishijs/koishi:1';
const GHCR = 'ghcr.io/snailyp/gemini-balance:2';
const TOTAL = 30_000_000;
const { digest: DIGEST } = testImage('a');

let clock: ManualClock;
let engine: MemoryEngine;

function createEngine(resumesPulls: boolean): void {
  clock = createManualClock();
  engine = createMemoryEngine({
    clock,
    images: { [KOISHI]: testImage('a'), [GHCR]: testImage('b') },
    info: { architecture: 'amd64', resumesPulls },
    network: { bytesPerSecond: 5_000_000 },
  });
}

beforeEach(() => createEngine(false));

type Wish = Partial<PullImageOptions> & { on?: Engine };

/** Starts a pull and turns the clock until it has ended. */
async function pulled({ on = engine, ...options }: Wish, everySecond: () => void = () => {}) {
  let isOver = false;
  const pulling = pullImage(on, { reference: KOISHI, mirrors: ['docker.io'], clock, ...options });
  const over = () => {
    isOver = true;
  };
  pulling.then(over, over);
  for (let seconds = 0; !isOver && seconds < 1_000; seconds++) {
    await clock.advance(1_000);
    everySecond();
  }
  return pulling;
}

async function failure(options: Wish, everySecond?: () => void): Promise<PullFailure> {
  const error = await pulled(options, everySecond).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(PullFailure);
  return error as PullFailure;
}

const kinds = ({ attempts }: PullFailure) => attempts.map(({ mirror, kind }) => `${mirror} ${kind}`);

describe('the way of an image', () => {
  it('comes from the official source as it is', async () => {
    expect(await pulled({})).toMatchObject({ source: 'docker.io', digest: DIGEST });
    expect(await engine.images.find('koishijs/koishi:1')).toMatchObject({ digests: [DIGEST] });
  });

  it('comes from a mirror, and is known by its official name and the mirror’s', async () => {
    const { source, image } = await pulled({
      mirrors: ['mirror.test:5000/hub', 'docker.io'],
      digest: DIGEST,
    });
    expect(source).toBe('mirror.test:5000/hub');
    expect(await engine.images.find(KOISHI)).toEqual(image);
    expect((await engine.images.find('mirror.test:5000/hub/koishijs/koishi:1'))?.digests).toEqual([DIGEST]);
  });

  it('without mirrors comes from the official source', async () => {
    expect((await pulled({ mirrors: [] })).source).toBe('docker.io');
  });

  it('of another registry keeps its host at a mirror, and falls back on its own registry', async () => {
    const fromMirror = await pulled({ reference: GHCR, mirrors: ['mirror.test'] });
    expect(fromMirror.source).toBe('mirror.test');
    expect(await engine.images.find('mirror.test/ghcr.io/snailyp/gemini-balance:2')).toBeDefined();
    engine.controls.setMirrorFault('mirror.test', { kind: 'tagMissing' });
    expect((await pulled({ reference: GHCR, mirrors: ['mirror.test'] })).source).toBe('ghcr.io');
  });

  it('refuses what is no reference', async () => {
    await expect(pulled({ reference: 'No Image' })).rejects.toMatchObject({ kind: 'badRequest' });
  });
});

describe('a bad mirror', () => {
  const troubles: [fault: MirrorFault, kind: string][] = [
    [{ kind: 'hangs' }, 'stalled'],
    [{ kind: 'stalls', afterBytes: 12_000_000 }, 'stalled'],
    [{ kind: 'cuts', afterBytes: 12_000_000 }, 'network'],
    [{ kind: 'corrupts', afterBytes: 12_000_000 }, 'corrupt'],
    [{ kind: 'lies' }, 'lies'],
    [{ kind: 'html' }, 'lies'],
    [{ kind: 'wrongArchitecture', architecture: 'arm64' }, 'wrongArchitecture'],
    [{ kind: 'tagMissing' }, 'tagMissing'],
    [{ kind: 'rateLimited' }, 'rateLimited'],
    [{ kind: 'dns' }, 'dns'],
    [{ kind: 'refused' }, 'network'],
    [{ kind: 'tls' }, 'tls'],
    [{ kind: 'denied' }, 'denied'],
    [{ kind: 'auth' }, 'auth'],
    [{ kind: 'serverError' }, 'registryError'],
  ];
  // A mirror that only lies about the digest is found out where one is known; see below.
  const expected = (fault: MirrorFault) => (fault.kind === 'lies' ? { digest: DIGEST } : {});

  it.each(troubles)('that does $kind is told as %s', async (fault, kind) => {
    engine.controls.setMirrorFault('bad.test', fault);
    const error = await failure({ mirrors: ['bad.test'], ...expected(fault) });
    expect(kinds(error)).toEqual([`bad.test ${kind}`]);
    expect(error.attempts[0]?.message).not.toBe('');
    expect(await engine.images.find(KOISHI)).toBeUndefined();
    expect(await engine.images.find('bad.test/koishijs/koishi:1')).toBeUndefined();
  });

  it.each(troubles)('that does $kind is followed by the next', async (fault) => {
    engine.controls.setMirrorFault('bad.test', fault);
    const { source, image } = await pulled({ mirrors: ['bad.test', 'good.test'], ...expected(fault) });
    expect(source).toBe('good.test');
    expect(image).toMatchObject({ digests: [DIGEST], architecture: 'amd64' });
  });

  it('is told with all the others when none of them has the image', async () => {
    engine.controls.setMirrorFault('one.test', { kind: 'dns' });
    engine.controls.setMirrorFault('two.test', { kind: 'html' });
    engine.controls.setMirrorFault('docker.io', { kind: 'hangs' });
    const error = await failure({ mirrors: ['one.test', 'two.test', 'docker.io'] });
    expect(kinds(error)).toEqual(['one.test dns', 'two.test lies', 'docker.io stalled']);
  });

  it('that is slow, but not still, is left to it', async () => {
    engine.controls.setMirrorFault('slow.test', { kind: 'slow', bytesPerSecond: 100_000 });
    expect((await pulled({ mirrors: ['slow.test', 'docker.io'] })).source).toBe('slow.test');
  });

  it('a digest in the reference is verified too', async () => {
    engine.controls.setMirrorFault('bad.test', { kind: 'lies' });
    const reference = `${KOISHI}@${DIGEST}`;
    expect((await pulled({ reference, mirrors: ['bad.test', 'docker.io'] })).source).toBe('docker.io');
  });
});

describe('what is no mirror’s fault', () => {
  it('a full disk ends it at the first mirror', async () => {
    engine.controls.setDiskFull(true);
    expect(kinds(await failure({ mirrors: ['one.test', 'two.test'] }))).toEqual(['one.test diskFull']);
    engine.controls.setDiskFull(false);
    expect((await pulled({ mirrors: ['one.test'] })).source).toBe('one.test');
  });

  it('an engine that dies in mid-pull ends it; when it is back, a new pull succeeds', async () => {
    const error = await failure({
      mirrors: ['one.test', 'two.test'],
      onProgress: ({ doneBytes }) => doneBytes > 1e7 && engine.controls.goAway(),
    });
    expect(kinds(error)).toEqual(['one.test engineGone']);
    expect(kinds(await failure({ mirrors: ['one.test'] }))).toEqual([' engineGone']);
    engine.controls.comeBack();
    expect((await pulled({ mirrors: ['one.test'] })).source).toBe('one.test');
  });

  it('the user can cancel it at any moment', async () => {
    engine.controls.setMirrorFault('one.test', { kind: 'stalls', afterBytes: 12_000_000 });
    const abort = new AbortController();
    const pulling = pulled({ mirrors: ['one.test', 'two.test'], signal: abort.signal, stallMs: 1e6 }, () => {
      abort.abort();
    });
    await expect(pulling).rejects.toBeInstanceOf(EngineError);
    await expect(pulling).rejects.toMatchObject({ kind: 'cancelled' });
    await expect(pulled({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('progress that must not be given up', () => {
  it('an engine that counts down to its own retry is left alone', async () => {
    engine.controls.setMirrorFault('docker.io', { kind: 'cuts', afterBytes: 12_000_000, retryInMs: 25_000 });
    const reports: PullReport[] = [];
    await pulled({
      mirrors: ['docker.io', 'other.test'],
      stallMs: 500,
      onProgress: (report) => reports.push(report),
    });
    expect(new Set(reports.map(({ source, attempt }) => `${source} ${attempt}`))).toEqual(
      new Set(['docker.io 1']),
    );
    expect(reports.some(({ retryInMs }) => retryInMs === 25_000)).toBe(true);
    expect(
      reports.filter(({ retryInMs }) => retryInMs !== undefined).every(({ etaMs }) => etaMs === undefined),
    ).toBe(true);
  });

  it.each<MirrorFault>([
    { kind: 'stalls', afterBytes: 12_000_000 },
    { kind: 'cuts', afterBytes: 12_000_000 },
  ])('an engine that resumes goes on at the same mirror as long as that brings bytes: %o', async (fault) => {
    createEngine(true);
    engine.controls.setMirrorFault('one.test', fault);
    const reports: PullReport[] = [];
    const { source } = await pulled({
      mirrors: ['one.test', 'two.test'],
      onProgress: (report) => reports.push(report),
    });
    expect(source).toBe('one.test');
    expect(reports.at(-1)?.attempt).toBe(3);
    for (const [index, { doneBytes }] of reports.entries()) {
      expect(doneBytes).toBeGreaterThanOrEqual(reports[index - 1]?.doneBytes ?? 0);
    }
    // What was kept is not counted as having come again.
    expect(Math.max(...reports.map(({ bytesPerSecond = 0 }) => bytesPerSecond))).toBeLessThan(5_500_000);
  });

  it('an engine that resumes goes to the next mirror when the first brings nothing more', async () => {
    createEngine(true);
    engine.controls.setMirrorFault('one.test', { kind: 'stalls', afterBytes: 0 });
    const { source } = await pulled({ mirrors: ['one.test', 'two.test'] });
    expect(source).toBe('two.test');
    engine.controls.setMirrorFault('two.test', { kind: 'stalls', afterBytes: 0 });
    const error = await failure({ reference: GHCR, mirrors: ['one.test'] }, () =>
      engine.controls.setMirrorFault('ghcr.io', { kind: 'denied' }),
    );
    expect(kinds(error)).toEqual(['one.test stalled', 'ghcr.io denied']);
  });

  it('a mirror that cuts again and again after a few bytes is given up at last', async () => {
    createEngine(true);
    engine.controls.setMirrorFault('one.test', { kind: 'cuts', afterBytes: 100_000 });
    const reports: PullReport[] = [];
    const { source } = await pulled({
      mirrors: ['one.test', 'two.test'],
      onProgress: (report) => reports.push(report),
    });
    expect([source, reports.at(-1)?.attempt]).toEqual(['two.test', 31]);
    expect(reports.find((report) => report.source === 'two.test')?.doneBytes).toBe(3_000_000);
  });

  it('an engine that does not resume goes to the next mirror at once', async () => {
    engine.controls.setMirrorFault('one.test', { kind: 'stalls', afterBytes: 12_000_000 });
    const reports: PullReport[] = [];
    const { source } = await pulled({
      mirrors: ['one.test', 'two.test'],
      onProgress: (report) => reports.push(report),
    });
    expect([source, reports.at(-1)?.attempt]).toEqual(['two.test', 2]);
  });
});

describe('a layer that the engine keeps though it is corrupt', () => {
  it('is not taken for the next mirror’s fault', async () => {
    createEngine(true);
    engine.controls.setMirrorFault('one.test', { kind: 'corrupts', afterBytes: 12_000_000 });
    expect((await pulled({ mirrors: ['one.test', 'two.test'] })).source).toBe('two.test');
  });

  it('does not keep a mirror in the list that sends no other', async () => {
    createEngine(true);
    engine.controls.setMirrorFault('one.test', { kind: 'corrupts', afterBytes: 12_000_000 });
    expect(kinds(await failure({ mirrors: ['one.test'] }))).toEqual(['one.test corrupt']);
  });
});

describe('an engine that reports after the end', () => {
  it('is not listened to any more', async () => {
    let report: (progress: PullProgress) => void = () => {};
    const pull: Engine['images']['pull'] = (reference, options) => {
      report = options.onProgress ?? report;
      return engine.images.pull(reference, options);
    };
    const reports: PullReport[] = [];
    await pulled({
      on: { ...engine, images: { ...engine.images, pull } },
      onProgress: (each) => reports.push(each),
    });
    const { length } = reports;
    report({
      phase: 'downloading',
      doneBytes: 1,
      totalBytes: 2,
      layersDone: 0,
      layersTotal: 1,
      retryInMs: undefined,
    });
    await clock.advance(60_000);
    expect(reports).toHaveLength(length);
  });
});

describe('unpacking', () => {
  /** As the containerd store on a slow disk: says nothing from the last byte to the end. */
  function unpacksIn(ms: number): Engine {
    const pull: Engine['images']['pull'] = async (reference, options) => {
      const result = await engine.images.pull(reference, options);
      await sleep(clock, ms, options.signal);
      return result;
    };
    return { ...engine, images: { ...engine.images, pull } };
  }

  it('may take long without a word, but not for ever', async () => {
    expect(await pulled({ on: unpacksIn(250_000) })).toMatchObject({ source: 'docker.io' });
    expect(kinds(await failure({ reference: GHCR, on: unpacksIn(350_000) }))).toEqual(['ghcr.io stalled']);
  });
});

describe('honest progress', () => {
  it('tells total, rate and time to go only as far as they are known', async () => {
    const reports: (PullReport & { at: number })[] = [];
    const begun = clock.now();
    await pulled({ onProgress: (report) => reports.push({ ...report, at: clock.now() - begun }) });

    const first = reports[0];
    expect(first).toMatchObject({
      phase: 'resolving',
      doneBytes: 0,
      totalBytes: undefined,
      bytesPerSecond: undefined,
    });
    const loading = reports.filter(({ phase }) => phase === 'downloading');
    expect(loading[0]).toMatchObject({ totalBytes: undefined, bytesPerSecond: undefined });
    expect(loading.slice(1).every(({ totalBytes }) => totalBytes === TOTAL)).toBe(true);
    expect(loading.filter(({ at }) => at < 3_000).every(({ etaMs }) => etaMs === undefined)).toBe(true);
    const late = loading.filter(({ at }) => at > 3_500);
    expect(late.length).toBeGreaterThan(10);
    for (const { doneBytes, bytesPerSecond = 0, etaMs = 0 } of late) {
      expect(bytesPerSecond / 5_000_000).toBeCloseTo(1, 1);
      expect(Math.abs(etaMs - (TOTAL - doneBytes) / 5_000)).toBeLessThan(200);
    }
    const last = reports.at(-1);
    expect(last).toMatchObject({ phase: 'unpacking', etaMs: undefined, layersDone: 3, layersTotal: 3 });
  });

  it('lets the rate fall while nothing comes', async () => {
    engine.controls.setMirrorFault('docker.io', { kind: 'stalls', afterBytes: 20_000_000 });
    const rates: number[] = [];
    await failure({ onProgress: ({ bytesPerSecond }) => bytesPerSecond && rates.push(bytesPerSecond) });
    expect(Math.max(...rates)).toBeGreaterThan(4_000_000);
    expect(rates.at(-1)).toBeLessThan(100_000);
  });
});

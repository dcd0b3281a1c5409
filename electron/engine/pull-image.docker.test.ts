import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BenchEngine, startBenchEngine } from '../../e2e/lab/engine/bench-engine';
import { labObstacle } from '../../e2e/lab/engine/debian-packages';
import { systemClock } from '../lib/clock';
import { createDockerEngine } from './docker/docker-engine';
import { parseEndpoint } from './docker/endpoint';
import type { Engine } from './engine';
import { type PullFailure, type PullReport, pullImage } from './pull-image';

const REFUSES = '127.0.0.1:9';
const STALL_MS = 3_000;
const WRONG = `sha256:${'0'.repeat(64)}`;

describe.skipIf(labObstacle() !== undefined)('pulling through mirrors', () => {
  describe.each(['20', '26'] as const)('on Docker %s', (version) => {
    let lab: BenchEngine;
    let engine: Engine;
    let stalls: string;

    beforeAll(async () => {
      lab = await startBenchEngine(version);
      engine = createDockerEngine({ endpoint: parseEndpoint(lab.endpoint), clock: systemClock });
      stalls = lab.stallingImage.split('/')[0] ?? '';
    }, 300_000);
    afterAll(async () => {
      await engine?.close();
      await lab?.stop();
    }, 120_000);

    /** The official name of a fresh image that only the lab's registry has. */
    async function publish(): Promise<string> {
      return (await lab.publish(3_000_000, 40_000)).replace(`${lab.registryHost}/`, 'docker.io/');
    }

    function pull(
      reference: string,
      mirrors: string[],
      digest?: string,
      onProgress?: (r: PullReport) => void,
    ) {
      return pullImage(engine, {
        reference,
        mirrors,
        clock: systemClock,
        stallMs: STALL_MS,
        ...(digest !== undefined && { digest }),
        ...(onProgress && { onProgress }),
      });
    }

    async function kinds(pulling: Promise<unknown>): Promise<string[]> {
      const failure: PullFailure = await pulling.then(
        () => Promise.reject(new Error('it was pulled')),
        (error) => error,
      );
      return failure.attempts.map(({ mirror, kind }) => `${mirror} ${kind}`);
    }

    it('passes over a mirror that stalls and one that is not there, and keeps digest and name', async () => {
      const reference = await publish();
      const reports: PullReport[] = [];
      const done = await pull(reference, [stalls, REFUSES, lab.registryHost], undefined, (report) =>
        reports.push(report),
      );
      expect(done.source).toBe(lab.registryHost);
      expect(done.digest).toMatch(/^sha256:/);
      expect(await engine.images.find(reference)).toMatchObject({
        id: done.image.id,
        digests: [done.digest],
      });
      expect(reports[0]?.source).toBe(stalls);
      expect(reports.at(-1)).toMatchObject({ source: lab.registryHost, layersDone: 2, layersTotal: 2 });

      expect((await pull(reference, [lab.registryHost], done.digest)).image.id).toBe(done.image.id);
    }, 60_000);

    it('tells what each mirror did', async () => {
      const reference = await publish();
      expect(await kinds(pull(reference, [stalls, REFUSES, lab.registryHost], WRONG))).toEqual([
        `${stalls} stalled`,
        `${REFUSES} network`,
        `${lab.registryHost} lies`,
      ]);
      expect(await engine.images.find(reference)).toBeUndefined();
      expect(await engine.images.find(reference.replace('docker.io', lab.registryHost))).toBeUndefined();
      expect(await kinds(pull('lab/nowhere:1', [lab.registryHost]))).toEqual([
        `${lab.registryHost} tagMissing`,
      ]);
    }, 60_000);

    it('is cancelled at once', async () => {
      const abort = new AbortController();
      const pulling = pullImage(engine, {
        reference: 'lab/stalling:1',
        mirrors: [stalls],
        clock: systemClock,
        signal: abort.signal,
        onProgress: ({ layersTotal }) => layersTotal > 0 && abort.abort(),
      });
      await expect(pulling).rejects.toMatchObject({ kind: 'cancelled' });
    }, 60_000);
  });
});

import { describe } from 'vitest';
import { startBenchEngine } from '../../../e2e/lab/engine/bench-engine';
import { labObstacle } from '../../../e2e/lab/engine/debian-packages';
import { createDockerFixture } from '../../../e2e/lab/engine/docker-fixture';
import { engineContract } from '../engine.contract';

const obstacle = labObstacle();
if (obstacle) console.warn(`SKIPPED, no Docker engine is tested: ${obstacle}`);

describe.skipIf(obstacle !== undefined)('docker', () => {
  for (const [version, store] of [
    ['20', 'its classic image store'],
    ['26', 'the containerd image store'],
  ] as const) {
    engineContract(`Docker ${version} with ${store}`, async () => {
      const lab = await startBenchEngine(version);
      const fixture = createDockerFixture(lab);
      return {
        ...fixture,
        async close() {
          await fixture.close();
          await lab.stop();
        },
      };
    });
  }
});

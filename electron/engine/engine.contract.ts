import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { archivesContract } from './contract-suite/archives';
import { type Bench, createBench } from './contract-suite/bench';
import { containersContract } from './contract-suite/containers';
import { eventsContract } from './contract-suite/events';
import { filesContract } from './contract-suite/files';
import type { EngineFixture } from './contract-suite/fixture';
import { imagesContract } from './contract-suite/images';
import { labelsContract } from './contract-suite/labels';
import { logsContract } from './contract-suite/logs';
import { networksContract } from './contract-suite/networks';
import { pauseContract } from './contract-suite/pause';

export type { EngineFixture, Run } from './contract-suite/fixture';

/** The suite every implementation of `Engine` must pass. `setup` is called once. */
export function engineContract(name: string, setup: () => Promise<EngineFixture>): void {
  describe(`${name} engine`, () => {
    let bench: Bench | undefined;
    const current = (): Bench => {
      if (!bench) throw new Error('the fixture is not set up');
      return bench;
    };
    beforeAll(async () => {
      bench = createBench(await setup());
    }, 300_000);
    afterEach(() => bench?.clean(), 60_000);
    afterAll(() => bench?.fixture.close(), 120_000);

    containersContract(current);
    labelsContract(current);
    networksContract(current);
    filesContract(current);
    archivesContract(current);
    pauseContract(current);
    logsContract(current);
    eventsContract(current);
    imagesContract(current);
  });
}

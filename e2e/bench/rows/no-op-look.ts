import { interleave } from '../interleave';
import type { Row } from '../row';
import { writeComposeStack } from '../stage/compose-stack';
import { defineOwnStack } from '../stage/own-stack';
import { timed } from '../stage/timed';

const RUNS = 21;

/** A look at a bot's running containers that finds nothing to do. */
export const noOpLook: Row = {
  name: 'no-op-look',
  unit: 'ms',
  peer: 'docker compose up -d when all is up',
  mark: { kind: 'value', atMost: 10 },
  async measure(stage) {
    const engine = await stage.engine();
    const own = await defineOwnStack(engine);
    const compose = await writeComposeStack(stage, engine, own);
    await own.up();
    await compose.up();
    try {
      return await interleave(
        () => timed(() => own.look()),
        () => timed(() => compose.up()),
        { runs: RUNS },
      );
    } finally {
      await compose.down();
      await own.down();
    }
  },
};

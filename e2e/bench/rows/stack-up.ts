import { interleave } from '../interleave';
import type { Row } from '../row';
import { writeComposeStack } from '../stage/compose-stack';
import { defineOwnStack } from '../stage/own-stack';
import { timed } from '../stage/timed';

/** From nothing but images and volumes until all containers of a bot are started. */
export const stackUp: Row = {
  name: 'stack-up',
  unit: 'ms',
  peer: 'docker compose up -d of the same containers',
  mark: { kind: 'ratio', atMost: 1 },
  async measure(stage) {
    const engine = await stage.engine();
    const own = await defineOwnStack(engine);
    const compose = await writeComposeStack(stage, engine, own);
    const round = async (stack: { up(): Promise<void>; down(): Promise<void> }) => {
      const took = await timed(() => stack.up());
      await stack.down();
      return took;
    };
    return interleave(
      () => round(own),
      () => round(compose),
    );
  },
};

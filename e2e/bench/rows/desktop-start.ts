import { interleave } from '../interleave';
import type { Row, Samples } from '../row';
import { type DesktopApp, startEmpty, startOurs } from '../stage/desktop-app';
import type { Stage } from '../stage/stage';

/** From the start of the process until the icon with its menu is in the tray. */
export const trayReady: Row = {
  name: 'tray-ready',
  unit: 'ms',
  peer: 'an app of one window and one tray, same runtime',
  mark: { kind: 'ratio', atMost: 1.3 },
  measure: (stage) => measure(stage, 'tray'),
};

/** From the start of the process until the first screen's primary button can be pressed. */
export const windowInteractive: Row = {
  ...trayReady,
  name: 'window-interactive',
  mark: { kind: 'ratio', atMost: 1.5 },
  measure: (stage) => measure(stage, 'pressable'),
};

function measure(stage: Stage, mark: Parameters<DesktopApp['at']>[0]): Promise<Samples> {
  const timed = (start: () => Promise<DesktopApp>) => async () => {
    const app = await start();
    try {
      return await app.at(mark);
    } finally {
      await app.stop();
    }
  };
  return interleave(
    timed(() => startOurs(stage, ['--rehearse'])),
    timed(() => startEmpty(stage)),
  );
}

import { interleave } from '../interleave';
import type { Row } from '../row';
import { openPage } from '../stage/open-page';
import { servePages } from '../stage/pages';

const RUNS = 11;

/** From the start of the navigation until the first screen's primary button can be pressed; nothing cached. */
export const firstScreen: Row = {
  name: 'first-screen',
  unit: 'ms',
  peer: 'empty Vite + Mantine page',
  mark: { kind: 'ratio', atMost: 1.5 },
  async measure(stage) {
    const pages = await servePages(stage);
    const browser = await stage.browser();
    const open = async (url: string) => (await openPage(browser, url)).interactiveMs;
    try {
      return await interleave(
        () => open(pages.ours),
        () => open(pages.empty),
        { runs: RUNS, warmUps: 2 },
      );
    } finally {
      await pages.close();
    }
  },
};

import { gzipSync } from 'node:zlib';
import { interleave } from '../interleave';
import type { Row } from '../row';
import { openPage } from '../stage/open-page';
import { servePages } from '../stage/pages';

/** Scripts and style sheets that the first screen fetches until it can be used, each gzipped. */
export const pageSize: Row = {
  name: 'page-size',
  unit: 'kB',
  peer: 'empty Vite + Mantine page',
  mark: { kind: 'value', atMost: 250 },
  async measure(stage) {
    const pages = await servePages(stage);
    const browser = await stage.browser();
    const weigh = async (url: string) => {
      const { files } = await openPage(browser, url);
      return files.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1000;
    };
    try {
      return await interleave(
        () => weigh(pages.ours),
        () => weigh(pages.empty),
        { warmUps: 0 },
      );
    } finally {
      await pages.close();
    }
  },
};

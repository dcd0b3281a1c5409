import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, setUp, type TestApp } from '../../../app/create-test-app';
import type { ServiceName } from '../../../contract/ids';
import { systemClock } from '../../../lib/clock';
import { createValue } from '../../../lib/value';
import { containerName } from '../../../plan/names';
import { trayTextsZh } from './texts-zh';
import { createTrayController, type TrayController } from './tray-controller';
import type { TrayState } from './tray-state';

/** From what happens in the engine to what stands in the menu. */
const AT_ONCE_MS = 200;

describe('the tray over a real app', () => {
  let test: TestApp;
  let tray: TrayController;
  let drawn: { at: number; labels: string[] }[] = [];
  const happened: { at: number; action: string; service: string | undefined }[] = [];
  const stop = new AbortController();

  beforeAll(async () => {
    test = await createTestApp();
    await setUp(test);
    const state = createValue<TrayState>({ view: test.app.view.get(), trouble: undefined });
    test.app.view.subscribe((view) => state.set({ view, trouble: undefined }));
    tray = createTrayController({
      create: () => ({
        setIcon: () => {},
        setToolTip: () => {},
        setMenu: (template) =>
          drawn.push({ at: Date.now(), labels: template.map(({ label }) => label ?? '') }),
        destroy: () => {},
      }),
      state,
      texts: () => trayTextsZh,
      clock: systemClock,
      act: () => {},
      onFailure: (cause) => {
        throw cause;
      },
    });
    void (async () => {
      for await (const event of test.engine.events(stop.signal)) {
        if (event.kind === 'container')
          happened.push({ at: Date.now(), action: event.action, service: event.service });
      }
    })();
  });
  afterAll(async () => {
    stop.abort();
    tray.close();
    await test.close();
  });

  const lineOf = (product: string, from: number, fits: (line: string) => boolean) =>
    drawn.find(
      ({ at, labels }) => at >= from && labels.some((label) => label.includes(product) && fits(label)),
    )?.at ?? Number.NaN;

  it.each([
    ['napcat', 'NapCat'],
    ['koishi', 'Koishi'],
  ] as const)(
    'shows at once that %s was killed and that it is back',
    async (name: ServiceName, product) => {
      const before = test.app.view.get().bots[0]?.services.find((service) => service.name === name);
      expect(before?.tone).toBe('ok');
      drawn = [];
      happened.length = 0;
      await test.engine.controls.crash(containerName(test.bot().id, name), 137);
      await test.until(`${name} is gone`, (bot) => bot.tone !== 'ok');
      await test.until(`${name} is back`, (bot) => bot.tone === 'ok', 30_000);

      const died = happened.find(({ action, service }) => action === 'die' && service === name)?.at ?? 0;
      const started = happened.find(({ action, service }) => action === 'start' && service === name)?.at ?? 0;
      expect(died).toBeGreaterThan(0);
      expect(started).toBeGreaterThanOrEqual(died);
      expect(lineOf(product, died, (line) => !line.startsWith('●')) - died).toBeLessThanOrEqual(AT_ONCE_MS);
      const gone = /退出了|重启中/;
      expect(lineOf(product, started, (line) => !gone.test(line)) - started).toBeLessThanOrEqual(AT_ONCE_MS);
      expect(drawn.at(-1)?.labels.find((label) => label.includes(product))).toMatch(/^● /);
    },
    60_000,
  );
});

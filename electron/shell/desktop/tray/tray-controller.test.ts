import { expect, test } from 'vitest';
import { createManualClock } from '../../../lib/manual-clock';
import { createValue } from '../../../lib/value';
import { BROKEN, testBot, testView } from './test-bot';
import { trayTextsZh } from './texts-zh';
import { createTrayController, type SystemTray } from './tray-controller';
import type { TrayAction } from './tray-menu';
import type { TrayState } from './tray-state';

/** A tray that only notes what it is told. */
function createRig(
  initial: TrayState = { view: testView(), trouble: undefined },
  faulty?: keyof SystemTray | 'create',
) {
  const clock = createManualClock(new Date(2026, 10, 20, 9, 30).getTime());
  const state = createValue<TrayState>(initial);
  const calls: string[] = [];
  const actions: TrayAction[] = [];
  const failures: unknown[] = [];
  let template: Electron.MenuItemConstructorOptions[] = [];
  let broken = faulty;
  const note = (call: keyof SystemTray | 'create', what = '') => {
    if (broken === call) throw new Error(`no ${call}`);
    calls.push(`${call} ${what}`.trim());
  };
  const controller = createTrayController({
    create(tone) {
      note('create', tone);
      return {
        setIcon: (next) => note('setIcon', next),
        setToolTip: (text) => note('setToolTip', text.split('\n')[1]),
        setMenu(next) {
          note('setMenu');
          template = next;
        },
        destroy: () => note('destroy'),
      };
    },
    state,
    texts: () => trayTextsZh,
    clock,
    act: (action) => actions.push(action),
    onFailure: (cause) => failures.push(cause),
  });
  return {
    clock,
    state,
    calls,
    actions,
    failures,
    controller,
    template: () => template,
    breakAt: (call: typeof faulty) => {
      broken = call;
    },
  };
}

const bad = { view: testView([testBot({ bridge: BROKEN })]), trouble: undefined };

test('a change is in the tray before the listener of the change returns', () => {
  const { state, calls, template } = createRig();
  calls.length = 0;
  state.set(bad);
  expect(calls).toEqual(['setIcon bad', 'setToolTip 小码 — 连线断了', 'setMenu']);
  expect(template()[0]?.label).toBe('■ 小码 — 连线断了');
});

test('what has not changed is not drawn again', () => {
  const { state, calls } = createRig();
  calls.length = 0;
  state.set({ view: testView(), trouble: undefined });
  expect(calls).toEqual([]);
});

test('a click on an entry is the action that it means', () => {
  const { template, actions } = createRig();
  const click = (item: Electron.MenuItemConstructorOptions | undefined) => {
    // The three that Electron passes are read by nobody here.
    const press = item?.click as (() => void) | undefined;
    press?.();
  };
  click(template().at(-1));
  const service = template().find((item) => item.label?.includes('NapCat'))?.submenu;
  click(Array.isArray(service) ? service.find((item) => item.label === '重启') : undefined);
  expect(actions).toEqual([{ do: 'quit' }, { do: 'restart', bot: 'aaaaaaaa', service: 'napcat' }]);
});

test.each(['create', 'setIcon', 'setToolTip', 'setMenu'] as const)(
  'a tray that throws at %s is survived, told of once, and drawn as soon as it can be',
  (call) => {
    const { state, calls, failures, breakAt } = createRig(undefined, call);
    state.set(bad);
    state.set({ ...bad, trouble: 'gpu' });
    expect(failures).toEqual([new Error(`no ${call}`)]);
    breakAt(undefined);
    calls.length = 0;
    state.set(bad);
    expect(calls).toContain('setMenu');
    expect(failures).toHaveLength(1);
  },
);

test('the end of a pause is seen, though nothing else has changed', async () => {
  const { state, clock, template } = createRig();
  const pausedUntil = clock.now() + 90 * 60_000;
  state.set({ view: testView(undefined, { notifications: { pausedUntil } }), trouble: undefined });
  const labels = () => template().map((item) => item.label);
  expect(labels()).toContain('通知暂停到 11:00');
  await clock.advance(90 * 60_000);
  expect(labels()).toContain('暂停通知');
});

test('redrawing says everything once more; closed, it says nothing', () => {
  const { controller, calls, state } = createRig();
  calls.length = 0;
  controller.redraw();
  expect(calls).toEqual(['setIcon ok', 'setToolTip 小码 — 在回话', 'setMenu']);
  controller.close();
  calls.length = 0;
  state.set(bad);
  expect(calls).toEqual([]);
});

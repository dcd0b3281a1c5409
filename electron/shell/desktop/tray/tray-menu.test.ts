import { describe, expect, it } from 'vitest';
import { BotId } from '../../../contract/ids';
import { LAST_MOMENT } from '../../../contract/settings';
import { BROKEN, SCAN, testBot, testService, testView } from './test-bot';
import { trayTextsEn } from './texts-en';
import { trayTextsFor } from './texts-for';
import { trayTextsZh } from './texts-zh';
import { type MenuEntry, type TrayAction, trayMenu } from './tray-menu';
import type { TrayState } from './tray-state';

const NOW = new Date(2026, 10, 20, 9, 30).getTime();

const zh = (state: Partial<TrayState>) =>
  trayMenu({ view: testView(), trouble: undefined, ...state }, trayTextsZh, NOW);
const withBots = (...bots: ReturnType<typeof testBot>[]) => zh({ view: testView(bots) });

/** The menu as it is read: a line for each entry, what lies below it behind `›`. */
function draw(entries: readonly MenuEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.kind === 'line') return '—';
    const below = entry.menu ? ` › ${draw(entry.menu).join(' | ')}` : '';
    return `${entry.enabled ? '' : '(grey) '}${entry.label}${below}`;
  });
}

function find(entries: readonly MenuEntry[], label: string): MenuEntry & { kind: 'item' } {
  for (const entry of entries) {
    if (entry.kind === 'line') continue;
    if (entry.label.includes(label)) return entry;
    const below = entry.menu?.find((inner) => inner.kind === 'item' && inner.label === label);
    if (below?.kind === 'item') return below;
  }
  throw new Error(`no entry ${label} in\n${draw(entries).join('\n')}`);
}

const exited = { state: 'exited', tone: 'bad' } as const;
const stopped = { state: 'exited', tone: 'idle' } as const;

describe('the tray menu', () => {
  it('of a bot that is well', () => {
    const bot = testBot({}, { services: [testService({ panel: 'http://127.0.0.1:6099/webui/' })] });
    expect(draw(withBots(bot).entries)).toEqual([
      '(grey) ● 小码 — 在回话',
      '—',
      '● NapCat — 在线 › (grey) 启动 | 停止 | 重启 | — | 看它的日志',
      '—',
      '全部停止',
      '全部重启',
      '—',
      '打开 BotPier',
      '打开面板 › NapCat',
      '暂停通知 › 一小时 | 到明早 8 点 | 直到我打开',
      '—',
      '退出…',
    ]);
  });

  it('speaks English as well', () => {
    const menu = trayMenu({ view: testView(), trouble: undefined }, trayTextsEn, NOW);
    expect(draw(menu.entries).slice(0, 3)).toEqual([
      '(grey) ● 小码 — answering',
      '—',
      '● NapCat — online › (grey) Start | Stop | Restart | — | See its logs',
    ]);
  });

  it.each([
    ['auto', 'zh-CN', trayTextsZh],
    ['auto', 'zh', trayTextsZh],
    ['auto', 'en-GB', trayTextsEn],
    ['auto', '', trayTextsEn],
    ['zh', 'en-GB', trayTextsZh],
    ['en', 'zh-CN', trayTextsEn],
  ] as const)('in %s on a system in %s', (language, locale, texts) => {
    expect(trayTextsFor(language, locale)).toBe(texts);
  });

  it.each<[string, ReturnType<typeof testBot>, string, string]>([
    ['well', testBot(), 'ok', '● 小码 — 在回话'],
    ['waits for a scan', testBot({ login: SCAN }), 'warn', '▲ 小码 — 等你扫码'],
    ['is cut', testBot({ bridge: BROKEN }), 'bad', '■ 小码 — 连线断了'],
    [
      'is being pulled',
      testBot({ images: { kind: 'working', doing: 'pulling' } }),
      'busy',
      '◐ 小码 — 下载中',
    ],
    ['was stopped', testBot({}, { intent: 'stopped', tone: 'idle' }), 'idle', '○ 小码 — 已停'],
    [
      'goes by another name in QQ',
      testBot({}, { account: { uin: '1', nick: '阿码', since: 0 } }),
      'ok',
      '● 小码（阿码） — 在回话',
    ],
    [
      'has a nick that wants to be more',
      testBot({}, { account: { uin: '1', nick: 'a\n\u202Eb & c', since: 0 } }),
      'ok',
      '● 小码（a b && c） — 在回话',
    ],
  ])('has a line for a bot that %s', (_what, bot, tone, line) => {
    const menu = withBots(bot);
    expect(menu.tone).toBe(tone);
    expect(draw(menu.entries)[0]).toBe(`(grey) ${line}`);
  });

  it.each<[string, Parameters<typeof testBot>[0], Partial<ReturnType<typeof testService>>, string]>([
    ['online', {}, {}, '● NapCat — 在线'],
    ['waiting for a scan', { login: SCAN }, {}, '▲ NapCat — 等你扫码'],
    ['signed out', { login: BROKEN }, {}, '■ NapCat — 掉线了'],
    ['killed', { messenger: BROKEN }, exited, '■ NapCat — 退出了'],
    ['stopped by the user', {}, stopped, '○ NapCat — 已停'],
    ['starting', {}, { state: 'starting', tone: 'busy' }, '◐ NapCat — 启动中'],
    ['restarting', {}, { state: 'restarting', tone: 'busy' }, '◐ NapCat — 重启中'],
    ['not there yet', {}, { state: 'absent', tone: 'busy' }, '◐ NapCat — 还没搭好'],
    ['cut from its brain', { bridge: BROKEN }, {}, '● NapCat — 在线'],
  ])('has a line for a messenger that is %s', (_what, links, service, line) => {
    const bot = testBot(links, { services: [testService(service)] });
    expect(find(withBots(bot).entries, 'NapCat').label).toBe(line);
  });

  it.each<[string, Parameters<typeof testBot>[0], string]>([
    ['up', {}, '● Koishi — 运行中'],
    ['cut off', { bridge: BROKEN }, '▲ Koishi — 连不上 QQ 端'],
    ['without an answer from the model', { model: BROKEN }, '▲ Koishi — 模型不答'],
    ['without a key', { model: { kind: 'needsYou', ask: { kind: 'enterKey' } } }, '▲ Koishi — 等你填密钥'],
    ['down itself', { brain: BROKEN }, '■ Koishi — 大脑断了'],
  ])('has a line for a brain that is %s', (_what, links, line) => {
    expect(find(withBots(testBot(links)).entries, 'Koishi').label).toBe(line);
  });

  it.each([
    ['a scan is needed', testBot({ login: SCAN }), '出示登录码…'],
    [
      'something else is needed',
      testBot({ model: { kind: 'needsYou', ask: { kind: 'enterKey' } } }),
      '看看要做什么…',
    ],
    ['something is broken', testBot({ bridge: BROKEN }), '看看怎么修…'],
    ['all is well', testBot(), undefined],
    ['it was stopped', testBot({ bridge: BROKEN }, { intent: 'stopped', tone: 'idle' }), undefined],
  ])('offers the way out below the bot when %s', (_what, bot, label) => {
    const second = withBots(bot).entries[1];
    expect(second?.kind === 'item' ? second.label : undefined).toBe(label);
    if (label) expect(second).toMatchObject({ action: { do: 'open', bot: bot.id } });
  });

  it.each([
    ['runs', [{}], ['全部停止', '全部重启']],
    ['is down', [exited], ['全部启动']],
    ['was stopped', [stopped], ['全部启动']],
    ['is not there yet', [{ state: 'absent', tone: 'busy' } as const], []],
    ['runs in part', [{}, stopped], ['全部启动', '全部停止', '全部重启']],
  ])('offers for all what would change something, when everything %s', (_what, states, wanted) => {
    const services = states.map((state) => testService(state));
    const labels = draw(withBots(testBot({}, { services })).entries);
    expect(labels.filter((label) => label.startsWith('全部'))).toEqual(wanted);
  });

  it.each<[string, TrayAction]>([
    ['停止', { do: 'stop', bot: BotId.parse('aaaaaaaa'), service: 'napcat' }],
    ['重启', { do: 'restart', bot: BotId.parse('aaaaaaaa'), service: 'napcat' }],
    ['看它的日志', { do: 'open', page: 'logs', bot: BotId.parse('aaaaaaaa') }],
    ['全部停止', { do: 'stop' }],
    ['全部重启', { do: 'restart' }],
    ['打开 BotPier', { do: 'open' }],
    ['一小时', { do: 'pause', until: 'hour' }],
    ['退出…', { do: 'quit' }],
  ])('means by %s %o', (label, action) => {
    expect(find(zh({}).entries, label).action).toEqual(action);
  });

  it.each([
    [0, '暂停通知'],
    [NOW, '暂停通知'],
    [NOW + 3_600_000, '通知暂停到 10:30'],
    [LAST_MOMENT, '通知已暂停'],
  ])('says of a pause until %d: %s', (pausedUntil, label) => {
    const menu = zh({ view: testView(undefined, { notifications: { pausedUntil } }) });
    expect(find(menu.entries, '通知').label).toBe(label);
  });

  it('has a section for each of several bots, and says whose panel is whose', () => {
    const other = testBot(
      { bridge: BROKEN },
      {
        id: BotId.parse('bbbbbbbb'),
        name: '老码',
        services: [testService({ panel: 'http://127.0.0.1:6100/webui/' })],
      },
    );
    const menu = withBots(testBot(), other);
    expect(menu.tone).toBe('bad');
    expect(draw(menu.entries).filter((line) => line.startsWith('(grey)'))).toEqual([
      '(grey) ● 小码 — 在回话',
      '(grey) ■ 老码（小码） — 连线断了',
    ]);
    expect(find(menu.entries, 'NapCat（老码）').action).toMatchObject({ do: 'openPanel', bot: other.id });
    expect(menu.tooltip).toBe('BotPier\n小码 — 在回话\n老码 — 连线断了');
  });

  it('does not close its eyes over one bot of two that was stopped', () => {
    const off = testBot({}, { id: BotId.parse('bbbbbbbb'), intent: 'stopped', tone: 'idle' });
    expect(withBots(testBot(), off).tone).toBe('ok');
    expect(withBots(off).tone).toBe('idle');
  });

  it('is there before the app is', () => {
    expect(zh({ view: undefined })).toMatchObject({ tone: 'busy', tooltip: 'BotPier\n正在打开' });
    expect(draw(zh({ view: undefined }).entries)).toEqual([
      '(grey) ◐ BotPier — 正在打开',
      '—',
      '打开 BotPier',
      '—',
      '退出…',
    ]);
  });

  it.each([
    ['window', 'bad', '■ 窗口意外关掉了'],
    ['core', 'bad', '■ BotPier 出了错'],
    ['gpu', 'ok', '▲ 画面出过错'],
  ] as const)('says that the %s went down, and offers to open it again', (trouble, tone, line) => {
    const menu = zh({ trouble });
    expect(menu.tone).toBe(tone);
    expect(draw(menu.entries).slice(0, 3)).toEqual([`(grey) ${line}`, '重新打开…', '—']);
  });

  it('keeps its tooltip within what Windows shows', () => {
    const bots = Array.from({ length: 20 }, () => testBot({}, { name: '很长的名字'.repeat(10) }));
    expect(withBots(...bots).tooltip.length).toBeLessThanOrEqual(127);
  });
});

import { readFile } from 'node:fs/promises';
import { AppError } from '../../contract/errors';
import { GATEWAY_PORT, GatewaySettings } from '../../contract/gateway';
import { type RouteFinding, RouteTable, RouteTry } from '../../contract/routes';
import type { BotView } from '../../contract/view';
import { GATEWAY_TEXTS } from './gateway-texts';
import { untilValue } from './next-change';
import type { Session } from './with-app';

export type GatewaySession = Pick<Session, 'app' | 'language' | 'reporter' | 'signal' | 'write' | 'json'> & {
  bot: BotView;
};

export interface OnFlags {
  port?: number;
  network?: boolean;
  domain?: string;
}

/** Switches the gateway on and waits until it answers. @returns the exit code: 1 when it cannot */
export async function gatewayOn(session: GatewaySession, flags: OnFlags): Promise<0 | 1> {
  const { app, bot, signal, language } = session;
  const texts = GATEWAY_TEXTS[language];
  const reach = flags.network || flags.domain !== undefined ? 'network' : 'loopback';
  const settings = GatewaySettings.safeParse({
    port: flags.port ?? bot.gateway?.port ?? GATEWAY_PORT,
    reach,
    ...(flags.domain === undefined ? {} : { domain: flags.domain }),
  });
  if (!settings.success) throw new AppError('invalidInput');
  await app.engine.look();
  const { password } = await app.gateway.turnOn(bot.id, settings.data);
  const find = () => app.view.get().bots.find(({ id }) => id === bot.id);
  const state = await untilValue(
    app.view,
    () => {
      const link = find()?.chain.find(({ id }) => id === 'gateway')?.state;
      return link?.kind === 'working' || link?.kind === 'off' ? undefined : link;
    },
    signal,
  );
  const { url = '', panels = [] } = find()?.gateway ?? {};
  tell(session, { event: 'gateway', on: true, url, panels, state, ...(password ? { password } : {}) }, [
    texts.on(url),
    ...panels.map((panel) => texts.panel(panel.product, panel.url)),
    ...(password === undefined ? [] : [texts.password(password)]),
    ...(reach === 'network' ? [texts.open] : []),
  ]);
  return state.kind === 'ok' ? 0 : 1;
}

export async function gatewayOff(session: GatewaySession): Promise<0> {
  const { app, bot, language } = session;
  await app.engine.look();
  await app.gateway.turnOff(bot.id);
  await app.idle();
  tell(session, { event: 'gateway', on: false }, [GATEWAY_TEXTS[language].off]);
  return 0;
}

export interface RoutesFlags {
  /** File in the form of `routes.json`. */
  set?: string;
  reset?: boolean;
  /** A URL to try. */
  try?: string;
}

/** Prints the rules, replaces them, or tells which one takes a URL. @returns the exit code: 1 when they are refused */
export async function gatewayRoutes(session: GatewaySession, flags: RoutesFlags): Promise<0 | 1> {
  const { app, bot } = session;
  if (flags.try !== undefined) return tryUrl(session, flags.try);
  if (flags.set === undefined && !flags.reset) {
    const routes = await app.gateway.routes(bot.id);
    session.write(session.json ? `${JSON.stringify(routes)}\n` : `${JSON.stringify(routes, null, 2)}\n`);
    return 0;
  }
  const table = flags.set === undefined ? undefined : await readTable(session, flags.set);
  if (table === 'refused') return 1;
  await app.engine.look();
  await app.idle();
  const { saved, liveMs, findings } = await app.gateway.saveRoutes(bot.id, table);
  const texts = GATEWAY_TEXTS[session.language];
  tell(session, { event: 'routes', saved, liveMs, findings }, [
    saved ? texts.saved(liveMs) : texts.refused,
    ...findings.map((finding) => findingLine(session, finding)),
  ]);
  return saved ? 0 : 1;
}

/** @param password asked for, or one is made and shown */
export async function gatewayPassword(session: GatewaySession, password: string | undefined): Promise<0> {
  const { app, bot, language } = session;
  const texts = GATEWAY_TEXTS[language];
  await app.engine.look();
  await app.idle();
  const made = await app.gateway.setPassword(bot.id, password);
  tell(session, { event: 'password', ...made }, [
    texts.changed,
    ...(made.password === undefined ? [] : [texts.password(made.password)]),
  ]);
  return 0;
}

async function tryUrl(session: GatewaySession, url: string): Promise<0> {
  const texts = GATEWAY_TEXTS[session.language];
  const trial = await session.app.gateway.tryRoute(session.bot.id, RouteTry.parse({ url }));
  const { by, rule = 0, target = '' } = trial;
  const line = {
    rule: texts.taken(rule, target),
    default: texts.byDefault(target),
    admin: texts.byAdmin,
    refused: texts.notIn,
  }[by];
  tell(session, { event: 'try', ...trial }, [line]);
  return 0;
}

async function readTable(
  { reporter, language }: GatewaySession,
  file: string,
): Promise<RouteTable | 'refused'> {
  const text = await readFile(file, 'utf8').catch(() => '');
  let read: ReturnType<typeof RouteTable.safeParse> | undefined;
  try {
    read = RouteTable.safeParse(JSON.parse(text));
  } catch {
    read = undefined;
  }
  if (read?.success) return read.data;
  const issues = read?.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`) ?? [];
  const message = [GATEWAY_TEXTS[language].notJson(file), ...issues].join('\n');
  reporter.report({ event: 'error', code: 'invalidInput', message, flag: '--set' });
  return 'refused';
}

function findingLine({ language }: GatewaySession, { rule, code, params }: RouteFinding): string {
  const texts = GATEWAY_TEXTS[language];
  const about = Object.values(params).join(' ');
  return `  ${texts.place(rule)}: ${texts.finding[code]}${about === '' ? '' : ` (${about})`}`;
}

/** One event as `--json`, or its words. */
function tell({ json, write }: GatewaySession, event: object, lines: readonly string[]): void {
  write(json ? `${JSON.stringify(event)}\n` : lines.map((line) => `${line}\n`).join(''));
}

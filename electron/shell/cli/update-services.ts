import type { ServiceName } from '../../contract/ids';
import type { LastServiceUpdate } from '../../contract/service-version';
import type { BotView } from '../../contract/view';
import { withDeadline } from '../../lib/clock';
import { untilValue } from './next-change';
import { isGreen } from './up';
import { UPDATE_TEXTS } from './update-texts';
import type { Session } from './with-app';

export interface UpdateFlags {
  check?: boolean;
  back?: boolean;
}

const never = new AbortController().signal;
/** For the old version to be up and answer, on a slow computer. */
const BACK_PATIENCE_MS = 3 * 60_000;

/**
 * Says which versions there are and, unless it is only to `check`, puts them in place one after the other. Ctrl-C takes
 * back what is under way.
 * @returns the exit code: 1 when something was not put in place, 2 for what cannot be asked
 */
export async function updateServices(
  session: Session & { bot: BotView },
  service: string | undefined,
  { check = false, back = false }: UpdateFlags,
): Promise<0 | 1 | 2> {
  const { app, bot, language, reporter, signal } = session;
  const texts = UPDATE_TEXTS[language];
  const versions = () => app.view.get().bots.find(({ id }) => id === bot.id)?.versions ?? bot.versions;
  const refuse = (code: string, message: string): 2 => {
    reporter.report({ event: 'error', code, message });
    return 2;
  };
  await app.engine.look();
  await app.serviceUpdates.look(bot.id);
  const rows = versions().services.filter((row) => service === undefined || row.service === service);
  if (service !== undefined && rows.length === 0)
    return refuse('unknownService', texts.unknownService(service));
  if (back && service === undefined) return refuse('invalidInput', texts.needsService);
  reporter.report({ event: 'versions', services: rows, unknown: versions().unknown });
  if (check) return 0;
  const due = rows.filter(({ offer, before }) => (back ? before : offer));
  if (due.length === 0 && back) return refuse('notAllowed', texts.nothing);
  for (const row of due) {
    if (signal.aborted) return 1;
    const end = await updateOne(session, row.service, back ? 'former' : 'offer');
    reporter.report({ event: 'updated', product: row.product, ...end });
    if (end.result !== 'done') return 1;
  }
  return 0;
}

async function updateOne(
  session: Session & { bot: BotView },
  service: ServiceName,
  to: 'offer' | 'former',
): Promise<LastServiceUpdate> {
  const { app, bot, reporter, signal } = session;
  const find = () => app.view.get().bots.find(({ id }) => id === bot.id)?.versions;
  const before = find()?.last?.at;
  const takeBack = () => void app.serviceUpdates.cancel(bot.id).catch(() => undefined);
  signal.addEventListener('abort', takeBack, { once: true });
  let told = '';
  const stop = app.view.subscribe(() => {
    const update = find()?.update;
    const text = JSON.stringify(update);
    if (update && text !== told) reporter.report({ event: 'update', ...update });
    told = text;
  });
  try {
    await app.serviceUpdates.begin(bot.id, service, to);
    const end = await untilValue(
      app.view,
      () => {
        const now = find();
        return !now?.update && now?.last?.at !== before ? now?.last : undefined;
      },
      never,
    );
    await app.idle();
    if (end.result !== 'done') await untilBack(session);
    return end;
  } finally {
    stop();
    signal.removeEventListener('abort', takeBack);
  }
}

/** Nobody would mend what ails a bot on its way up once this program has ended. */
async function untilBack({ app, bot, clock }: Session & { bot: BotView }): Promise<void> {
  const answers = () => {
    const now = app.view.get().bots.find(({ id }) => id === bot.id);
    return now === undefined || isGreen(now) ? true : undefined;
  };
  await withDeadline(clock, BACK_PATIENCE_MS, (within) => untilValue(app.view, answers, within)).catch(
    () => undefined,
  );
}

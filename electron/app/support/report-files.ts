import { arch, cpus, freemem, release, type as systemName, totalmem } from 'node:os';
import type { AppView, BotView, LogEntry } from '../../contract/view';
import type { CreateContainer, EngineProbe } from '../../engine/engine';
import { readFileIfAny } from '../../lib/atomic-file';
import { plan } from '../../plan/plan';
import type { BotRuntime } from '../bot/bot-runtime';
import { serviceContainer } from '../bot/container-spec';
import { serviceWish } from '../bot/service-wish';
import type { ImageKeeper } from '../image-keeper';
import type { OwnLog } from '../logs/own-log';
import { ownLogPath } from '../logs/own-log-path';

/** Lines of each log: what led to a trouble is near the end, and a person reads them. */
export const LOG_LINES = 400;
const LONGEST_LINE = 2_000;

/** A file before it is cleaned; what is no text becomes JSON. */
export interface RawFile {
  name: string;
  content: unknown;
}

export interface ReportSources {
  view: AppView;
  runtimes: readonly BotRuntime[];
  /** Undefined before the first look. */
  engine: EngineProbe | undefined;
  images: ImageKeeper;
  own: OwnLog;
  /** The data directory. */
  dir: string;
  at: number;
  /** A bot's log entries, redacted. */
  readLogs(runtime: BotRuntime, lines: number): Promise<LogEntry[]>;
}

/** Everything that a report tells, not yet cleaned of what must not leave the computer. */
export async function reportFiles(sources: ReportSources): Promise<RawFile[]> {
  const { view, runtimes } = sources;
  const bots = await Promise.all(runtimes.map((runtime) => botFiles(sources, runtime)));
  return [
    { name: 'about.json', content: about(sources) },
    { name: 'settings.json', content: settingsOf(view) },
    { name: 'troubles.json', content: troubles(view) },
    ...(view.update ? [{ name: 'update.json', content: view.update }] : []),
    { name: 'logs/botpier.log', content: await ownLog(sources) },
    ...bots.flat(),
  ];
}

function about({ view, engine, at }: ReportSources) {
  return {
    botpier: view.version,
    madeAt: new Date(at).toISOString(),
    rehearsal: view.rehearsal,
    system: {
      name: systemName(),
      release: release(),
      architecture: arch(),
      processors: cpus().length,
      memoryBytes: totalmem(),
      freeMemoryBytes: freemem(),
      upSeconds: Math.round(process.uptime()),
      locale: new Intl.DateTimeFormat().resolvedOptions().locale,
      timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    runtime: { node: process.versions.node, electron: process.versions['electron'] },
    engine:
      engine?.kind === 'running' ? { ...engine.info, endpoint: engine.endpoint } : (engine ?? view.engine),
  };
}

/** What a persona is told is its owner's affair. */
function settingsOf({ settings }: AppView) {
  const personas = settings.personas.map(({ text, ...persona }) => ({ ...persona, characters: text.length }));
  return { ...settings, personas };
}

/** What failed lately, in one place. */
function troubles({ notices, notifications, bots }: AppView) {
  return {
    notices,
    notifications: notifications.recent,
    links: bots.flatMap(({ id, chain }) =>
      chain.flatMap((link) =>
        [
          ...(link.state.kind === 'broken'
            ? [{ at: link.since, code: link.state.diagnosis.code, now: true }]
            : []),
          ...link.history.flatMap((moment) =>
            moment.kind === 'broken' ? [{ at: moment.at, code: moment.code, now: false }] : [],
          ),
        ].map(({ at, ...rest }) => ({ bot: id, link: link.id, at: new Date(at).toISOString(), ...rest })),
      ),
    ),
  };
}

async function botFiles(sources: ReportSources, runtime: BotRuntime): Promise<RawFile[]> {
  const { id } = runtime.record.get();
  const folder = `bots/${id}`;
  const entries = await sources.readLogs(runtime, LOG_LINES);
  const services = [...new Set(entries.map(({ source }) => source))].filter((source) => source !== 'botpier');
  return [
    { name: `${folder}/chain.json`, content: chainOf(runtime.view()) },
    { name: `${folder}/containers.json`, content: containersOf(sources, runtime) },
    ...services.map((service) => ({
      name: `${folder}/logs/${service}.log`,
      content: entries
        .filter(({ source }) => source === service)
        .map(lineOf)
        .join(''),
    })),
  ];
}

/** A bot as drawn, without its words: what it is like is its owner's affair. */
function chainOf({ persona, proof, account, keyPool, ...bot }: BotView) {
  return {
    ...bot,
    persona: { preset: persona.preset, characters: persona.text.length },
    ...(proof ? { proof: { at: proof.at, latencyMs: proof.latencyMs } } : {}),
    ...(account ? { account: { uin: account.uin, since: account.since } } : {}),
    // What is shown of a key is for the person who knows it.
    ...(keyPool
      ? { keyPool: { ...keyPool, keys: keyPool.keys.map(({ hint: _, id: __, ...key }) => key) } }
      : {}),
  };
}

/** What is wished for each service, what is there of it, and what would be done about it now. */
function containersOf({ images }: ReportSources, { record, state }: BotRuntime) {
  const bot = record.get().id;
  const wished = [...state.wished, ...(state.beside ? [state.beside.wished] : []), ...state.resting];
  const services = wished.map((one) =>
    serviceWish(one, {
      imagePresent: images.state(one.definition.image).kind === 'present',
      held: state.held.has(one.definition.name),
    }),
  );

  return {
    wished: wished.map((one) => ({ ...masked(serviceContainer(bot, one)), shallBe: one.state })),
    seen: state.sight?.containers ?? [],
    plan: state.sight ? plan({ bot, services }, state.sight.observed) : [],
    refused: Object.fromEntries(state.refusals),
  };
}

/** Values of variables may be anything: their names and lengths tell enough. */
function masked({ env = {}, ...container }: CreateContainer) {
  return {
    ...container,
    env: Object.fromEntries(
      Object.entries(env).map(([name, { length }]) => [name, `<${length} characters>`]),
    ),
  };
}

/** Of earlier runs too, where they wrote it down. */
async function ownLog({ dir, own }: ReportSources): Promise<string> {
  const written = await readFileIfAny(ownLogPath(dir)).catch(() => undefined);
  if (written === undefined) return own.tail(LOG_LINES).map(lineOf).join('');
  return written
    .trimEnd()
    .split('\n')
    .slice(-LOG_LINES)
    .map((line) => `${shortened(line)}\n`)
    .join('');
}

function lineOf({ at, stream, level, text }: LogEntry): string {
  return `${new Date(at).toISOString()} ${stream} ${level} ${shortened(text)}\n`;
}

function shortened(line: string): string {
  return line.length > LONGEST_LINE
    ? `${line.slice(0, LONGEST_LINE).toWellFormed()} … (${line.length})`
    : line;
}

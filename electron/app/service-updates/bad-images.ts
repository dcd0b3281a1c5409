import type { Program, ProgramHost } from '../../lib/program-host';

/** A program that is good for nothing, made of one that is good. */
export type Spoil = (good: Program) => Program;

const untilStopped = (host: ProgramHost) =>
  new Promise<number>((resolve) => host.signal.addEventListener('abort', () => resolve(143), { once: true }));

/** The installer does its work in all of them: what is bad shows when the service itself starts. */
const spoilt =
  (run: (host: ProgramHost, good: Program) => Promise<number>): Spoil =>
  (good) =>
  (host) =>
    host.args.some((argument) => argument.endsWith('/install.mjs')) ? good(host) : run(host, good);

/** Whom it asks for answers never answers; the messenger is reached. */
const withoutModel = (host: ProgramHost, good: Program) =>
  good({
    ...host,
    resolve: (name, port) => (name === 'napcat' ? host.resolve(name, port) : new Promise<never>(() => {})),
  });

async function removeAll(host: ProgramHost, folder: string): Promise<void> {
  for (const name of await host.files.list(folder)) {
    const path = `${folder}/${name}`;
    await removeAll(host, path);
    await host.files.remove(path);
  }
}

/** Ways in which a new image of the brain is bad, by name. `memory` is where its conversations lie. */
export const badBrains = (memory: string): Readonly<Record<string, Spoil>> => ({
  'does not start': spoilt(async () => 1),
  'starts and never gets well': spoilt(untilStopped),
  'is well and never answers': spoilt(withoutModel),
  'destroys its data': spoilt(async (host) => {
    await removeAll(host, '/koishi');
    return 1;
  }),
  'takes the database to a form of its own, and never answers': spoilt(async (host, good) => {
    await host.files.write(memory, 'migrated: no other version can read this');
    return withoutModel(host, good);
  }),
});

/** A messenger that loses the sign-in and never gets well. */
export const forgetfulMessenger: Spoil = () => async (host) => {
  await removeAll(host, '/app/.config/QQ');
  return untilStopped(host);
};

import { AppError } from '../../contract/errors';
import type { BotId } from '../../contract/ids';
import { SyncSettings, type SyncSource, type TokenReport } from '../../contract/sync';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import type { BringBack } from './create-bring-back';
import { deviceName } from './device-name';
import type { SyncTarget } from './repository-sync';
import type { SyncCalls } from './sync-calls';
import { SyncError } from './sync-error';
import { asRefusal } from './sync-failure';
import { keysName, loadKeys, tokenName } from './sync-secrets';

/** The calls about saving bots to repositories. */
export function createSyncCalls(
  runtimeOf: (bot: BotId) => BotRuntime,
  bringBack: BringBack,
  parts: Pick<AppParts, 'secrets' | 'redactor' | 'clock' | 'saving'>,
): SyncCalls {
  const { secrets, redactor, clock } = parts;
  const { repositories } = parts.saving;

  /** What a token is worth is never logged. */
  function clean(token: string): string {
    const cleaned = token.trim();
    redactor.add(cleaned);
    return cleaned;
  }
  const targetOf = ({ token, repository, branch }: SyncSource): SyncTarget => ({
    repository,
    branch,
    token: clean(token),
  });

  function savedBot(bot: BotId): { runtime: BotRuntime; settings: SyncSettings } {
    const runtime = runtimeOf(bot);
    const { sync } = runtime.record.get();
    if (!sync) throw new AppError('notAllowed');
    return { runtime, settings: sync };
  }

  /** @throws AppError for a repository that nothing may be saved to. */
  async function checkFree(target: SyncTarget, replace: boolean, signal?: AbortSignal) {
    const report = await repositories.checkRepository(target, signal);
    if (!report.mayPush) throw new SyncError('syncForbidden', { permission: 'contents: write' });
    if (report.content === 'foreign') throw new SyncError('syncForeign');
    if (report.content === 'ours' && !replace)
      throw new AppError('repositoryInUse', { repository: report.repository });
    return report;
  }

  async function makeKeys(bot: BotId): Promise<string> {
    const { recoveryKey, identity, recoveryRecipient } = await repositories.createKeys();
    redactor.add(recoveryKey);
    redactor.add(identity);
    await secrets.set(keysName(bot), JSON.stringify({ identity, recoveryRecipient }));
    return recoveryKey;
  }

  async function change(
    runtime: BotRuntime,
    settings: (current: SyncSettings) => SyncSettings,
  ): Promise<void> {
    await runtime.record.update((bot) => (bot.sync ? { ...bot, sync: settings(bot.sync) } : bot));
    runtime.saver.consider();
    runtime.touch();
  }

  const calls: SyncCalls = {
    async checkToken(token, signal) {
      const cleaned = clean(token);
      const report = await repositories.checkToken(cleaned, signal);
      return { report, repositories: await repositories.repositories(cleaned, signal) };
    },
    checkRepository: (source, signal) => repositories.checkRepository(targetOf(source), signal),
    async setUp(bot, input, signal) {
      const runtime = runtimeOf(bot);
      const { firstReply, sync } = runtime.record.get();
      if (!firstReply || sync) throw new AppError('notAllowed');
      const token = clean(input.token);
      const report = await repositories.checkToken(token, signal);
      const name =
        input.repository.kind === 'new'
          ? await repositories.createRepository(token, input.repository.name, signal)
          : input.repository.name;
      const target = { repository: name, branch: input.branch, token };
      const found = await checkFree(target, input.replace, signal);
      await runtime.saver.forget();
      await repositories.forget(bot);
      if (found.content === 'ours') {
        const [newest] = await repositories.generations(target, signal);
        if (newest) await repositories.takeOver(bot, target, newest.id, signal);
      }
      await secrets.set(tokenName(bot), token);
      const recoveryKey = await makeKeys(bot);
      await runtime.record.update((current) => ({
        ...current,
        sync: SyncSettings.parse({
          repository: found.repository,
          branch: input.branch,
          intervalSeconds: input.intervalSeconds,
          parts: input.parts,
          encryption: input.encryption,
          device: deviceName(),
        }),
      }));
      await runtime.saver.reload({ tokenExpiresAt: report.expiresAt });
      runtime.touch();
      return { recoveryKey };
    },
    async renewKey(bot) {
      const { runtime, settings } = savedBot(bot);
      if (settings.keyConfirmedAt !== undefined) throw new AppError('notAllowed');
      const recoveryKey = await makeKeys(bot);
      runtime.touch();
      return { recoveryKey };
    },
    async confirmKey(bot, recoveryKey) {
      const { runtime } = savedBot(bot);
      const keys = await loadKeys(secrets, bot);
      const recipient = await repositories.recipientOf(recoveryKey.trim());
      if (!keys || recipient !== keys.recoveryRecipient) throw new AppError('recoveryKeyWrong');
      await change(runtime, (current) => ({
        ...current,
        keyConfirmedAt: current.keyConfirmedAt ?? clock.now(),
      }));
    },
    async setToken(bot, input, signal) {
      const { runtime, settings } = savedBot(bot);
      const { repository, branch } = settings;
      const token = clean(input);
      const report: TokenReport = await repositories.checkToken(token, signal);
      const found = await repositories.checkRepository({ repository, branch, token }, signal);
      if (!found.mayPush) throw new SyncError('syncForbidden', { permission: 'contents: write' });
      await secrets.set(tokenName(bot), token);
      await runtime.saver.reload({ tokenExpiresAt: report.expiresAt });
      runtime.touch();
      return report;
    },
    async setKey(bot, input, signal) {
      const { runtime, settings } = savedBot(bot);
      const recoveryKey = input.trim();
      const recipient = await repositories.recipientOf(recoveryKey);
      const token = await secrets.get(tokenName(bot));
      if (recipient === undefined) throw new AppError('recoveryKeyWrong');
      if (token === undefined) throw new SyncError('syncTokenRefused');
      const { repository, branch } = settings;
      if (!(await repositories.checkKey({ repository, branch, token }, recoveryKey, signal)))
        throw new AppError('recoveryKeyWrong');
      redactor.add(recoveryKey);
      await secrets.set(
        keysName(bot),
        JSON.stringify({ identity: recoveryKey, recoveryRecipient: recipient }),
      );
      await change(runtime, (current) => ({
        ...current,
        keyConfirmedAt: current.keyConfirmedAt ?? clock.now(),
      }));
      await runtime.saver.reload();
    },
    async patch(bot, patch) {
      const { runtime } = savedBot(bot);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      await change(runtime, (current) => ({ ...current, ...given }));
    },
    async now(bot) {
      await savedBot(bot).runtime.saver.now();
    },
    async cancel(bot) {
      savedBot(bot).runtime.saver.cancel();
    },
    async takeOver(bot) {
      const { runtime, settings } = savedBot(bot);
      const theirs = runtime.saver.conflict();
      const token = await secrets.get(tokenName(bot));
      if (!theirs || token === undefined) throw new AppError('notAllowed');
      const { repository, branch } = settings;
      await repositories.takeOver(bot, { repository, branch, token }, theirs.commit);
      await runtime.saver.reload();
      // Whoever chose does not wait for the save itself: the view tells of it.
      runtime.saver.now().catch(() => {});
    },
    async turnOff(bot) {
      const { runtime } = savedBot(bot);
      await runtime.saver.hold(async () => {
        await runtime.record.update(({ sync: _, ...current }) => current);
        await secrets.delete(tokenName(bot));
        await secrets.delete(keysName(bot));
        await repositories.forget(bot);
        await runtime.saver.forget();
      });
      runtime.touch();
    },
    async generations(source, signal) {
      return repositories.generations(targetOf(source), signal);
    },
    restore: bringBack.restore,
    restoreFile: bringBack.restoreFile,
    cancelRestore: async () => bringBack.cancel(),
  };
  return refusing(calls);
}

/** The same calls, whose failures are for a person. */
function refusing(calls: SyncCalls): SyncCalls {
  const wrapped = Object.entries(calls).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await (call as (...given: unknown[]) => Promise<unknown>)(...args);
      } catch (error) {
        throw asRefusal(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as SyncCalls;
}

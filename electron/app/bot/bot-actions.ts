import { AppError } from '../../contract/errors';
import type { LinkId, ServiceName } from '../../contract/ids';
import type { FixId } from '../../contract/link-state';
import { type Engine, LABELS } from '../../engine/engine';
import { networkName } from '../../plan/names';
import type { Role } from '../../services/roles';
import { roleOf } from '../../stacks/stack';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from './bot-runtime';
import { createRepairs, restart } from './repairs';
import { serviceSecretName } from './service-secrets';
import { currentContainer } from './sights';

/** What a user can do to a bot. Failures are `AppError` or `EngineError`. */
export interface BotActions {
  start(service?: ServiceName): Promise<void>;
  stop(service?: ServiceName): Promise<void>;
  restart(service?: ServiceName): Promise<void>;
  fix(link: LinkId, fix: FixId): Promise<void>;
  /** Removes containers and network, and with `data` the volumes. */
  takeDown(data: boolean): Promise<void>;
}

/** Whose container a link's button restarts. */
const ROLE_OF: Partial<Record<LinkId, Role>> = {
  messenger: 'messenger',
  login: 'messenger',
  bridge: 'brain',
  brain: 'brain',
  model: 'keyPool',
  reply: 'brain',
  gateway: 'gateway',
};

export function createBotActions(runtime: BotRuntime, parts: AppParts): BotActions {
  const { record, state, supervisor, changer, updater } = runtime;
  const repair = createRepairs(runtime, parts);
  const engine = async (): Promise<Engine> => {
    // Right after the start the first look is still under way.
    if (parts.engineWatch.probe.get() === undefined) await parts.engineWatch.look();
    const probe = parts.engineWatch.probe.get();
    if (probe?.kind !== 'running') throw new AppError('engineUnavailable');
    return probe.engine;
  };
  const never = new AbortController().signal;

  function roleOfService(service: ServiceName): Role {
    const role = state.stack && roleOf(state.stack, service);
    if (!role) throw new AppError('unknownService', { service });
    return role;
  }

  /** Tries everything anew: what was given up, too. */
  async function retry(link: LinkId): Promise<void> {
    state.rejected.clear();
    state.refusals.clear();
    state.gateway.refused = undefined;
    if (link === 'engine') await parts.engineWatch.look();
    if (link === 'model') {
      state.model = { ...state.model, check: { kind: 'unknown' } };
      // Before any has worked, the keys themselves are what is tried again.
      if (record.get().keyPool?.model === undefined) state.pool.checks.clear();
    }
    if (link === 'reply' && state.proof.kind === 'failed') state.proof = { kind: 'none' };
    supervisor.reset();
  }

  async function recreate(role: Role): Promise<void> {
    const wished = state.wished.find((service) => service.role === role);
    const container =
      wished && currentContainer(record.get().id, wished.definition.name, state.sight?.containers ?? []);
    if (container) await (await engine()).containers.remove(container.id, true);
    await retry('engine');
    await runtime.apply(wished?.definition.name);
  }

  async function acceptAccount(): Promise<void> {
    const login = runtime.connections.messenger()?.login.get();
    if (login?.kind !== 'online') throw new AppError('notAllowed');
    await record.update((bot) => ({ ...bot, account: login.uin }));
    await runtime.refresh();
  }

  /** What somebody wrote in the messenger's panel becomes ours. */
  async function takeTheirs(): Promise<void> {
    const messenger = runtime.connections.messenger();
    const service = state.stack?.messenger;
    if (!messenger || !service) throw new AppError('notAllowed');
    const theirs = await messenger.readBridgeSecrets(never).catch((cause: unknown) => {
      throw new AppError('notAllowed', {}, { cause });
    });
    for (const [name, value] of Object.entries(theirs)) {
      parts.redactor.add(value);
      await parts.secrets.set(serviceSecretName(record.get().id, service, name), value);
    }
    delete state.secrets[service.name];
    await runtime.refresh();
  }

  async function relogin(): Promise<void> {
    const { account } = record.get();
    state.relogins = 0;
    if (account === undefined) return restart(runtime, await engine(), 'messenger');
    await repair({ do: 'relogin', account }, never);
  }

  return {
    async start(service) {
      await record.update((bot) => ({
        ...bot,
        intent: 'running',
        stopped: service === undefined ? [] : bot.stopped.filter((name) => name !== service),
      }));
      await retry('brain');
      await runtime.refresh(service);
    },
    async stop(service) {
      const role = service === undefined ? undefined : roleOfService(service);
      await record.update((bot) =>
        service === undefined
          ? { ...bot, intent: 'stopped' }
          : { ...bot, stopped: [...new Set([...bot.stopped, service])] },
      );
      // Nothing is put in the place of something that shall not run.
      if (role === undefined || role === 'messenger' || role === 'brain') await changer.cancel();
      if (service === undefined || record.get().update?.service === service) await updater.cancel();
      await runtime.refresh(service);
    },
    async restart(service) {
      const roles: readonly Role[] =
        service === undefined ? state.wished.map((wished) => wished.role) : [roleOfService(service)];
      // The wish first: what is clicked after this is written down after it.
      await record.update((bot) => ({
        ...bot,
        intent: 'running',
        stopped: service === undefined ? [] : bot.stopped.filter((name) => name !== service),
      }));
      const at = await engine();
      await retry('brain');
      await runtime.refresh(service);
      await Promise.all(roles.map((role) => restart(runtime, at, role)));
    },
    async fix(link, fix) {
      const role = ROLE_OF[link];
      switch (fix) {
        case 'retry':
        case 'freeDisk':
          return retry(link);
        case 'startEngine':
          return parts.startEngine();
        case 'restartService':
          if (!role) break;
          return restart(runtime, await engine(), role);
        case 'recreateService':
          if (!role) break;
          return recreate(role);
        case 'changePort':
          if (!role) break;
          return repair({ do: 'changePort', role }, never);
        case 'refreshQr':
          return repair({ do: 'refreshQr' }, never);
        case 'relogin':
        // The messenger cannot sign out. Started anew it signs in the bot's own account, or asks for a scan.
        case 'rejectAccount':
          return relogin();
        case 'acceptAccount':
          return acceptAccount();
        case 'rewriteOurs':
          if (link === 'model') return repair({ do: 'writeKeyPool', wish: 0 }, never);
          return repair({ do: 'rewriteBridge' }, never);
        case 'takeTheirs':
          if (link === 'model') return runtime.pool.takeTheirs(never);
          return takeTheirs();
        default:
      }
      throw new AppError('unknownFix', { fix });
    },
    async takeDown(data) {
      const at = await engine();
      const bot = record.get().id;
      const containers = await at.containers.list(bot);
      await Promise.all(containers.map((container) => at.containers.remove(container.id, true)));
      await at.networks.remove(networkName(bot));
      if (!data) return;
      for (const volume of await at.volumes.list(bot)) {
        if (volume.labels[LABELS.bot] === bot) await at.volumes.remove(volume.name);
      }
    },
  };
}

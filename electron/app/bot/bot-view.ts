import { toneOfService } from '../../chain/service-tone';
import type { ServiceSight, World } from '../../chain/world';
import type { Bot } from '../../contract/bot';
import type { LinkId } from '../../contract/ids';
import { weakestTone } from '../../contract/tone';
import type { BotView, LinkView, ServiceView } from '../../contract/view';
import type { Role } from '../../services/roles';
import { ROLES } from '../../stacks/stack';
import { changeView } from '../brain-change/change-view';
import { panelUrl } from './panels';

/** What the renderer draws of a bot. Derived anew on each change; nothing in it is stored. */
export function botView(
  world: World,
  chain: LinkView[],
  resting: BotView['resting'],
  { keyPool, gateway, snapshots, versions }: Pick<BotView, 'keyPool' | 'gateway' | 'snapshots' | 'versions'>,
): BotView {
  const { bot, messenger, model, proof } = world;
  const connection = messenger?.connection;
  const focus = focusOf(chain);
  const change = changeView(world, chain.find(({ id }) => id === 'bridge')?.state.kind === 'ok');
  return {
    id: bot.id,
    name: bot.name,
    ...(bot.stack ? { stack: bot.stack } : {}),
    intent: bot.intent,
    tone: bot.intent === 'stopped' ? 'idle' : weakestTone(chain.map((link) => link.tone)),
    chain,
    ...(focus ? { focus } : {}),
    settingUp: bot.firstReply === undefined,
    services: ROLES.flatMap((role) => serviceView(bot, world[role], role)),
    ...(model.choice ? { model: model.choice } : {}),
    hasKey: model.key === 'present',
    ...(keyPool ? { keyPool } : {}),
    ...(gateway ? { gateway } : {}),
    ...(world.sync ? { sync: world.sync } : {}),
    persona: bot.persona,
    wake: bot.wake,
    hearing: bot.hearing,
    context: bot.context ?? 'usual',
    ...(bot.owner ? { owner: bot.owner } : {}),
    ...(connection?.login.kind === 'online'
      ? { account: { uin: connection.login.uin, nick: connection.login.nick, since: connection.login.since } }
      : {}),
    messages: {
      received: connection?.monitor.received ?? 0,
      sent: connection?.monitor.sent ?? 0,
      ...(connection?.monitor.lastSentAt === undefined ? {} : { lastSentAt: connection.monitor.lastSentAt }),
    },
    ...(change ? { change } : {}),
    ...(bot.lastChange ? { lastChange: bot.lastChange } : {}),
    resting,
    snapshots,
    versions,
    ...(proof.kind === 'ok'
      ? { proof: { at: proof.at, latencyMs: proof.latencyMs, answer: proof.answer } }
      : {}),
    ...(bot.firstReply?.tookMs === undefined ? {} : { firstReplyMs: bot.firstReply.tookMs }),
  };
}

/** The first bad link, else the first that needs the user. */
function focusOf(chain: readonly LinkView[]): LinkId | undefined {
  return (
    chain.find((link) => link.state.kind === 'broken') ?? chain.find((link) => link.state.kind === 'needsYou')
  )?.id;
}

function serviceView(bot: Bot, sight: ServiceSight | undefined, role: Role): ServiceView[] {
  if (!sight) return [];
  const { container, info } = sight;
  const state = stateOf(sight);
  const panel = state === 'running' ? panelUrl(bot, info) : undefined;
  return [
    {
      name: info.name,
      role,
      product: info.product,
      version: info.version,
      tone: toneOfService(sight),
      state,
      ...(container?.startedAt !== undefined && state === 'running'
        ? { startedAt: container.startedAt }
        : {}),
      ...(container?.exitCode !== undefined && state === 'exited' ? { exitCode: container.exitCode } : {}),
      restarts: container?.restartCount ?? 0,
      ...(panel === undefined ? {} : { panel }),
    },
  ];
}

function stateOf({ container, busy, wish }: ServiceSight): ServiceView['state'] {
  const state = container?.state ?? 'absent';
  if (!busy || wish === 'prepared') return state;
  if (wish === 'stopped' && state === 'running') return 'stopping';
  return state === 'running' ? state : 'starting';
}

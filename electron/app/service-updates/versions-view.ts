import { totalProgress } from '../../chain/images-link';
import type { LinkFinding } from '../../chain/walk';
import type { World } from '../../chain/world';
import type { ServiceUpdate, VersionsView } from '../../contract/service-version';
import type { AppParts } from '../app-parts';
import type { BotState } from '../bot/bot-state';
import type { NewerFinder } from './find-newer';
import { ownLink } from './update-steps';
import { versionOf } from './versions-in-use';

/** Which versions a bot runs and could run, and how far an update is; derived from what is seen. */
export function versionsView(
  world: World,
  findings: readonly Pick<LinkFinding, 'id' | 'state'>[],
  { wished }: Pick<BotState, 'wished'>,
  finder: NewerFinder,
  parts: AppParts,
): VersionsView {
  const { bot } = world;
  const update = updateView(world, findings, wished, parts);
  const { isLooking, lookedAt, unknown } = finder.state;
  return {
    policy: bot.updates.policy,
    services: wished.map(({ info, definition: { name } }) => {
      const before = bot.former[name];
      const found = finder.offerOf(name);
      return {
        service: name,
        product: info.product,
        now: versionOf(bot, name, parts.known(info)),
        ...(before ? { before } : {}),
        ...(found ? { offer: found.offer } : {}),
      };
    }),
    isLooking,
    ...(lookedAt === undefined ? {} : { lookedAt }),
    unknown,
    ...(update ? { update } : {}),
    ...(bot.lastUpdate ? { last: bot.lastUpdate } : {}),
  };
}

function updateView(
  world: World,
  findings: readonly Pick<LinkFinding, 'id' | 'state'>[],
  services: BotState['wished'],
  parts: AppParts,
): ServiceUpdate | undefined {
  const { update } = world.bot;
  const wished = services.find(({ definition }) => definition.name === update?.service);
  if (!update || !wished) return undefined;
  const { service, from, to, since, stage } = update;
  const at = (phase: ServiceUpdate['phase'], progress?: ServiceUpdate['progress']): ServiceUpdate => ({
    ...{ service, product: wished.info.product, from, to, phase, since },
    ...(progress ? { progress } : {}),
  });
  if (stage === 'returning') return at('returning');
  if (stage === 'readying') {
    const image = parts.images.state(to.image);
    if (image.kind === 'present') return at('saving');
    return at(
      'pulling',
      totalProgress([{ reference: to.image, product: wished.info.product, state: image }]),
    );
  }
  const { preparation } = world[wished.role] ?? {};
  if (preparation?.kind === 'running') return at('preparing', preparation.progress);
  const own = findings.find(({ id }) => id === ownLink(wished));
  return at(own?.state.kind === 'ok' ? 'proving' : 'starting');
}

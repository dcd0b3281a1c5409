import type { BotView } from '../../electron/contract/view';
import { OfferedVersion } from './offered-version';
import { UpdateProgress } from './update-progress';
import { UpdateResult } from './update-result';

/** What the home page says of versions: an update under way, how the last one ended, else what is new. */
export function VersionsNote({ bot }: { bot: BotView }) {
  const { update, last, services, policy } = bot.versions;
  if (update) return <UpdateProgress bot={bot.id} update={update} />;
  const product = services.find(({ service }) => service === last?.service)?.product ?? '';
  const offered =
    policy === 'ask' && !bot.change ? services.filter(({ offer }) => offer?.isDismissed === false) : [];
  return (
    <>
      {last && <UpdateResult last={last} product={product} />}
      {offered.map((row) => (
        <div key={row.service} className="note" data-tone="idle" role="status">
          <OfferedVersion bot={bot.id} row={row} isBusy={false} isNamed />
        </div>
      ))}
    </>
  );
}

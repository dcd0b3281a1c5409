import type { Bot } from '../../contract/bot';
import type { ServiceName } from '../../contract/ids';
import type { ServiceVersion } from '../../contract/service-version';
import type { KnownVersion, KnownVersions } from '../../services/versions';

/** What a bot runs of a service, written down or to be written down. */
export function versionOf(
  bot: Pick<Bot, 'versions'>,
  service: ServiceName,
  known: KnownVersions,
): ServiceVersion {
  return bot.versions?.[service] ?? asVersion(firstOf(bot, known));
}

/** Whoever has no versions in its record was made before they were written down, and runs the first of all. */
function firstOf({ versions }: Pick<Bot, 'versions'>, known: KnownVersions): KnownVersion {
  return versions === undefined ? (known.at(-1) ?? known[0]) : known[0];
}

/** What a bot's record is without, of these services; none of them is changed by it. */
export function missingVersions(
  bot: Pick<Bot, 'versions'>,
  services: readonly { name: ServiceName; known: KnownVersions }[],
): NonNullable<Bot['versions']> {
  const missing = services.filter(({ name }) => bot.versions?.[name] === undefined);
  return Object.fromEntries(missing.map(({ name, known }) => [name, versionOf(bot, name, known)]));
}

/** A version as a bot gets it that has never run another one. */
export function asVersion({ version, image, plugins }: KnownVersion): ServiceVersion {
  return { version, reference: image, image, ...(plugins ? { plugins: plugins.name } : {}) };
}

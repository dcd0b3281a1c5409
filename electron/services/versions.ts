/** A package at its exact version, with the peers it names. */
export interface PluginPackage {
  name: string;
  version: string;
  peers: Readonly<Record<string, string>>;
}

/** Plugins that go together, under a name of their own: another package or version in it is another set. */
export interface PluginSet {
  name: string;
  packages: readonly PluginPackage[];
}

/**
 * A version of a service that this BotPier knows. One that bots may still run stays in its table, with its plugins: what
 * is told of it and how it is laid out is known from there.
 */
export interface KnownVersion {
  /** The product's own. */
  version: string;
  /** The image's official name, with its tag. */
  image: string;
  plugins?: PluginSet;
  /** What a user should know of it before it takes another's place, in a sentence or two. */
  notes: { zh: string; en: string };
  /** What its makers say of it. */
  link: string;
}

/** Newest first. */
export type KnownVersions = readonly [KnownVersion, ...KnownVersion[]];

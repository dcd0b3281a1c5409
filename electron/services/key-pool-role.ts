import type { Readable } from '../lib/value';
import type { ServiceDefinition } from './definition';
import type { DefinitionInput, ModelAccess, ServiceAccess, ServiceInfo } from './roles';

/** Spreads calls over many keys of one provider, and answers the brain in the place of that provider. */
export interface KeyPool extends ServiceInfo {
  define(input: DefinitionInput): ServiceDefinition;
  /** How the brain asks a model through it: with a token of ours, never with a key. */
  modelAccess(secrets: Readonly<Record<string, string>>, model: string): ModelAccess;
  /** The wish as the environment of its first start, for a pool that nobody sets to anything after that. */
  seed(wish: KeyPoolWish): Record<string, string>;
  /** The secrets to make anew when it shall begin with an empty database; the brain knows none of them. */
  renewed: readonly string[];
  connect(access: ServiceAccess, wish: KeyPoolWish): KeyPoolConnection;
}

/** What the running pool shall be set to. Keys in clear text: main process only. */
export interface KeyPoolWish {
  keys: readonly string[];
  /** As seen from inside a container. */
  baseUrl: string;
  proxies: readonly string[];
  maxRetries: number;
  maxFailures: number;
  testModel: string;
}

/** A live connection to a running pool. Looks again by itself until closed. */
export interface KeyPoolConnection {
  readonly report: Readable<KeyPoolReport>;
  /** From now on the report compares with this. */
  wish(next: KeyPoolWish): void;
  /** Sets the running pool to what is wished; takes effect at once. Rejects with what it said. */
  write(signal?: AbortSignal): Promise<void>;
  /** The keys as they stand in it now. */
  readKeys(signal?: AbortSignal): Promise<string[]>;
  models(signal?: AbortSignal): Promise<{ kind: 'ok'; models: string[] } | PoolRefusal>;
  /** One question through the pool, whichever key that takes. */
  ask(
    model: string,
    text: string,
    signal?: AbortSignal,
  ): Promise<{ kind: 'ok'; answer: string; latencyMs: number } | PoolRefusal>;
  /** Has the pool itself try keys that it holds, with its own proxies; the answer is by key. */
  verify(keys: readonly string[], signal?: AbortSignal): Promise<Map<string, { kind: 'ok' } | PoolRefusal>>;
  close(): void;
}

/** Why the pool gave no answer: the provider's status and words, dug out where the pool itself hides them. */
export interface PoolRefusal {
  kind: 'refused';
  /** The provider's; undefined when the pool did not reach it. */
  status: number | undefined;
  /** The provider's body, else the pool's own words. */
  body: string;
}

export type KeyPoolReport =
  | { kind: 'connecting' }
  | { kind: 'unreachable'; message: string }
  /** It does not take our token. */
  | { kind: 'refused' }
  /** It says that it is healthy, and can do nothing. */
  | { kind: 'databaseBroken'; message: string }
  | {
      kind: 'up';
      /** Failures in a row, by key. */
      fails: ReadonlyMap<string, number>;
      /**
       * `behind`: not told yet, `wish` counts what it was to be told · `changed`: it was as wished, and somebody
       * edited it since.
       */
      config:
        | { kind: 'ok' }
        | { kind: 'behind'; wish: number }
        | { kind: 'changed'; what: readonly string[]; at: number };
    };

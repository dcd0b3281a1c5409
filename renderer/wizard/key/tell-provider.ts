import type { Provider, ProviderId } from '../../../electron/contract/model';

/**
 * The provider a pasted key belongs to, when its beginning says so beyond doubt: the longest matching prefix,
 * and only if no other provider has the same one. `sk-` is everybody's and tells nothing.
 */
export function tellProvider(key: string, providers: readonly Provider[]): ProviderId | undefined {
  const bare = key.trim().replace(/^["']/, '');
  const matches = providers.flatMap((provider) =>
    provider.keyPrefixes
      .filter((prefix) => bare.startsWith(prefix))
      .map((prefix) => ({ id: provider.id, length: prefix.length })),
  );
  const longest = Math.max(0, ...matches.map((match) => match.length));
  const best = new Set(matches.filter((match) => match.length === longest).map((match) => match.id));
  const [only, second] = [...best];
  return second === undefined ? only : undefined;
}

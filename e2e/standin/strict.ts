/** Asked of any object by the language, the inspector or a printer; nobody's API. */
const ALWAYS_FINE = new Set<string | symbol>(['then', 'toJSON', 'nodeType', 'asymmetricMatch', '$$typeof']);

/**
 * Makes a part of the stand-in refuse what it does not have, so that a call that the stand-in never learnt fails
 * loudly instead of answering `undefined`.
 */
export function strict<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, property, receiver) {
      if (typeof property === 'string' && !(property in target) && !ALWAYS_FINE.has(property)) {
        throw new Error(`The stand-in has no ${name}.${property}`);
      }
      return Reflect.get(target, property, receiver);
    },
  });
}

/** The part of Caddy's JSON that the gateway is made of. */
export interface CaddyRoute {
  /** One of the sets must hold, all of what is in it. */
  match?: readonly CaddyMatch[];
  handle: readonly CaddyHandler[];
  terminal?: true;
}

export type CaddyMatch = Readonly<Record<string, unknown>>;
export type CaddyHandler = { readonly handler: string } & Readonly<Record<string, unknown>>;

/** Text as it is: what stands in braces would be looked up. */
export function literal(text: string): string {
  return text.replace(/[{}]/g, '\\$&');
}

/** Text that a regular expression takes as it is. */
export function quotePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

export function subroute(routes: readonly CaddyRoute[]): CaddyHandler {
  return { handler: 'subroute', routes };
}

/** An answer of our own, in Chinese and English, never kept by a browser. */
export function answer(status: number, zh: string, en: string): CaddyHandler {
  return {
    handler: 'static_response',
    status_code: status,
    headers: { 'Content-Type': ['text/plain; charset=utf-8'], 'Cache-Control': ['no-store'] },
    body: `${zh}\n${en}\n`,
  };
}

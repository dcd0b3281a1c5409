type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
const SUFFIX = 'standin.test';

/**
 * Chromium gives pages of an unknown scheme away to the system. Therefore `app://host/x` is shown to it as
 * `https://host.app.standin.test/x`, and each such request is answered by the app's own handler.
 */
export const protocol = {
  registerSchemesAsPrivileged(_schemes: Electron.CustomScheme[]): void {},
  handle(scheme: string, handler: Handler): void {
    handlers.set(scheme, handler);
  },
} satisfies Partial<Record<keyof Electron.Protocol, unknown>>;

/** The URL as Chromium is to see it. */
export function toPageUrl(url: string): string {
  return url.replace(/^(\w+):\/\/([\w.-]+)/, (whole, scheme: string, host: string) =>
    handlers.has(scheme) ? `https://${host}.${scheme}.${SUFFIX}` : whole,
  );
}

/** The URL as Electron's app is to see it. */
export function fromPageUrl(url: string): string {
  return url.replace(new RegExp(`^https://([\\w.-]+)\\.(\\w+)\\.${SUFFIX.replace('.', '\\.')}`), '$2://$1');
}

/** The handler's answer; undefined when the URL is of none of our schemes. */
export async function answerScheme(url: string): Promise<Response | undefined> {
  const own = fromPageUrl(url);
  return handlers.get(own.split(':')[0] ?? '')?.(new Request(own));
}

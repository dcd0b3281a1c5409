import { protocol } from 'electron';
import { securityHeaders } from '../content-policy';
import { listRendererFiles } from '../renderer-files';
import { isOwnPage, PAGE_SCHEME } from './page-origin';

/** Makes `app://` a scheme with an origin of its own. Has to be said before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built page and nothing else. */
export async function servePage(rendererDir: string): Promise<void> {
  const files = await listRendererFiles(rendererDir);
  protocol.handle(PAGE_SCHEME, async (request) => {
    const file = isOwnPage(request.url) ? files.get(new URL(request.url).pathname) : undefined;
    if (!file) return new Response(null, { status: 404, headers: securityHeaders });
    return new Response(await file.read(), {
      headers: { ...securityHeaders, 'content-type': file.contentType },
    });
  });
}

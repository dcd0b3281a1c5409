import { startWebServer, type WebServer, type WebServerOptions } from './web-server';

const USUAL_PORT = 6190;

/**
 * Starts on `port`, 0 being any free one. Where nobody asked for a port it is the usual one, so that a bookmark
 * goes on working, or any when that one is taken.
 */
export async function startOnPort(
  port: number | undefined,
  options: Omit<WebServerOptions, 'port'>,
): Promise<WebServer> {
  try {
    return await startWebServer({ ...options, port: port ?? USUAL_PORT });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (port !== undefined || !isTaken) throw error;
    return startWebServer({ ...options, port: 0 });
  }
}

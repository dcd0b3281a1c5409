import type { ServerResponse } from 'node:http';
import type { App } from '../../app/api';

/**
 * Answers a link to a QR code: the picture, once. Whoever has the link has no session, so the answer to one that
 * is used, old or guessed is one and the same.
 */
export async function answerQr(app: App, path: string, response: ServerResponse): Promise<void> {
  const picture = await app.notifications.openQrLink(path.slice('/qr/'.length));
  if (!picture) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
    response.end('这个链接已经用过或过期了。This link was used or is too old.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': 'image/png',
    'content-length': picture.length,
    'cache-control': 'no-store',
  });
  response.end(picture);
}

import { post } from './post';
import { ChannelError, type Send } from './sending';

/** Telegram's Bot API: a photo with a caption when there is a code to scan, else a message. */
export const sendTelegram: Send<'telegram'> = async ({ server, chat }, secret, outgoing, ports) => {
  const token = secret.trim();
  if (!/^\d+:[\w-]+$/.test(token)) throw new ChannelError('refused', 'not a bot token');
  const text = `${outgoing.title}\n${outgoing.body}`;
  const call = (method: string, init: RequestInit) =>
    post(new URL(`/bot${token}/${method}`, server).href, init, ports).catch((error: unknown) => {
      throw withoutToken(error, token);
    });
  if (!outgoing.picture) {
    const body = JSON.stringify({ chat_id: chat, text });
    await call('sendMessage', { headers: { 'content-type': 'application/json' }, body });
    return;
  }
  const form = new FormData();
  form.set('chat_id', chat);
  form.set('caption', `${text}\n${outgoing.pictureText}`);
  form.set('photo', new Blob([new Uint8Array(outgoing.picture)], { type: 'image/png' }), 'qr.png');
  await call('sendPhoto', { body: form });
};

/** Its address holds the token; 400 is a chat that it cannot find, 401 and 404 a token that it does not know. */
function withoutToken(error: unknown, token: string): unknown {
  if (!(error instanceof ChannelError)) return error;
  const message = error.message.replaceAll(token, '***');
  const isChat = /HTTP 400|HTTP 403/.test(message);
  const isToken = /HTTP 404/.test(message);
  return new ChannelError(isChat ? 'wrongAddress' : isToken ? 'refused' : error.problem, message, {
    cause: error.cause,
  });
}

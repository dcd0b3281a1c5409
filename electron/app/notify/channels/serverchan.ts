import { z } from 'zod';
import { post } from './post';
import { ChannelError, type Send } from './sending';

const Answer = z.object({ code: z.number(), message: z.string().default('') });

/** ServerChan, of both generations: the key says which server it belongs to. Pictures are linked to. */
export const sendServerChan: Send<'serverchan'> = async ({ server }, secret, outgoing, ports) => {
  const key = secret.trim();
  if (!/^[A-Za-z0-9]+$/.test(key)) throw new ChannelError('refused', 'not a SendKey');
  const text = outgoing.picture ? `${outgoing.body}\n\n${outgoing.withoutPicture}` : outgoing.body;
  const answer = await post(
    addressOf(server, key),
    {
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ title: outgoing.title.slice(0, 32), desp: text }),
    },
    ports,
  );
  const read = Answer.safeParse(answer);
  if (!read.success) throw new ChannelError('serverError', 'the answer is not in the form of ServerChan');
  if (read.data.code === 0) return;
  throw new ChannelError(
    /超过|频繁|limit/i.test(read.data.message) ? 'limited' : 'refused',
    read.data.message,
  );
};

function addressOf(server: string, key: string): string {
  if (server) return new URL(`/${key}.send`, server).href;
  const newer = /^sctp(\d+)t/.exec(key)?.[1];
  return newer === undefined
    ? `https://sctapi.ftqq.com/${key}.send`
    : `https://${newer}.push.ft07.com/send/${key}.send`;
}

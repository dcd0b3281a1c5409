import { z } from 'zod';
import { post } from './post';
import { ChannelError, type Send } from './sending';

const Answer = z.object({ code: z.number(), message: z.string().default('') });

/** Bark's `/push`. It shows pictures by address only, so a code is linked to. */
export const sendBark: Send<'bark'> = async ({ server }, secret, outgoing, ports) => {
  const body = {
    device_key: secret.trim(),
    title: outgoing.title,
    body: outgoing.picture ? `${outgoing.body}\n${outgoing.withoutPicture}` : outgoing.body,
    group: 'BotPier',
    level: outgoing.kind === 'back' ? 'active' : 'timeSensitive',
  };
  const answer = await post(
    new URL('/push', server).href,
    { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    ports,
  ).catch((error: unknown) => {
    // It answers 400 for a device key that it does not know.
    if (error instanceof ChannelError && /device|key/i.test(error.message))
      throw new ChannelError('refused', error.message, { cause: error });
    throw error;
  });
  const read = Answer.safeParse(answer);
  if (read.success && read.data.code !== 200) throw new ChannelError('refused', read.data.message);
};

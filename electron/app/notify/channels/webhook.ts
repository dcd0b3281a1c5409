import { z } from 'zod';
import { post } from './post';
import { ChannelError, type Send } from './sending';

const Address = z.url({ protocol: /^https?$/ });

/** Posts JSON: `event`, `bot`, `title`, `text`, `at` (ISO 8601), and `qrPng` (base64) when there is a code to scan. */
export const sendWebhook: Send<'webhook'> = async (_, secret, outgoing, ports) => {
  const address = Address.safeParse(secret.trim());
  if (!address.success) throw new ChannelError('wrongAddress', 'not an http(s) address');
  const body = {
    event: outgoing.kind,
    bot: outgoing.botName,
    title: outgoing.title,
    text: outgoing.picture ? `${outgoing.body}\n${outgoing.pictureText}` : outgoing.body,
    at: new Date(outgoing.at).toISOString(),
    ...(outgoing.picture ? { qrPng: Buffer.from(outgoing.picture).toString('base64') } : {}),
  };
  await post(
    address.data,
    { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    ports,
  );
};

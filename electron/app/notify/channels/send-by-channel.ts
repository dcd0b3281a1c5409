import type { Channel, ChannelOutcome } from '../../../contract/notification';
import { withDeadline } from '../../../lib/clock';
import { sendBark } from './bark';
import { sendEmail } from './email';
import { ChannelError, type Outgoing, type Send, type SendPorts } from './sending';
import { sendServerChan } from './serverchan';
import { sendTelegram } from './telegram';
import { sendWebhook } from './webhook';

const SENDERS: { [K in Channel['kind']]: Send<K> } = {
  webhook: sendWebhook,
  email: sendEmail,
  bark: sendBark,
  serverchan: sendServerChan,
  telegram: sendTelegram,
};
const PATIENCE_MS = 20_000;

/** Sends one message by one channel, within 20 s. Never rejects. */
export async function sendByChannel(
  channel: Channel,
  secret: string | undefined,
  outgoing: Outgoing,
  ports: SendPorts,
): Promise<ChannelOutcome> {
  const needsSecret = channel.kind !== 'email' || channel.user !== '';
  if (needsSecret && !secret) return { kind: 'problem', problem: 'secretMissing', message: '' };
  const send = SENDERS[channel.kind] as Send<Channel['kind']>;
  try {
    await withDeadline(
      ports.clock,
      PATIENCE_MS,
      (signal) => send(channel, secret ?? '', outgoing, { ...ports, signal }),
      ports.signal,
    );
    return { kind: 'sent' };
  } catch (error) {
    if (error instanceof ChannelError)
      return { kind: 'problem', problem: error.problem, message: error.message };
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'problem', problem: isTimeout ? 'timeout' : 'serverError', message };
  }
}

import type { Channel, ChannelProblem } from '../../../contract/notification';
import type { Clock } from '../../../lib/clock';

/** What goes out by a channel. */
export interface Outgoing {
  kind: string;
  botName: string;
  /** ms since 1970. */
  at: number;
  title: string;
  /** Plain text of a few lines. */
  body: string;
  /** The QR code as PNG, for channels that carry pictures. */
  picture?: Uint8Array;
  /** Said beneath the picture. */
  pictureText: string;
  /** In place of the picture: where the QR code is to be found. */
  withoutPicture: string;
}

export interface SendPorts {
  fetch: typeof fetch;
  clock: Clock;
  signal: AbortSignal;
}

/** Sends by one kind of channel. @throws ChannelError */
export type Send<K extends Channel['kind']> = (
  channel: Extract<Channel, { kind: K }>,
  secret: string,
  outgoing: Outgoing,
  ports: SendPorts,
) => Promise<void>;

/** Why a channel took nothing; the message is the server's own. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly problem: ChannelProblem;

  constructor(problem: ChannelProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

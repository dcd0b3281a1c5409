import type { ChannelOutcome } from '../../contract/notification';

/** The calls about ways to the user's phone; the ways themselves are settings. */
export interface NotificationCalls {
  /** Keeps a channel's secret; an empty one is forgotten. */
  setSecret(channel: string, secret: string): Promise<void>;
  /** Sends a test by a saved channel. */
  test(channel: string, signal?: AbortSignal): Promise<ChannelOutcome>;
  /** The PNG of a QR code behind a link that opens once; for shells that serve such links. */
  openQrLink(token: string): Promise<Uint8Array | undefined>;
}

import type { Lifetime } from '../lifetime';
import type { MessengerFaults } from './messenger-controls';
import type { MessengerTimings } from './messenger-options';
import { makeQrUrl } from './qr-code';

export interface QrCycleParts {
  timings: MessengerTimings;
  life: Lifetime;
  faults(): MessengerFaults;
  /** The URL shown last; '' when there was none. */
  lastUrl(): string;
  onCode(url: string): void;
  onExpiry(): void;
}

/** Codes come a while after they are asked for, and grow old. */
export interface QrCycle {
  /** Throws the present code away. `asked`: by a client, and not by the messenger itself. */
  request(asked: boolean): void;
  /** No code comes or grows old any more. */
  stop(): void;
}

export function createQrCycle({ timings, life, faults, ...parts }: QrCycleParts): QrCycle {
  let cancelRequest = () => {};
  let cancelExpiry = () => {};
  const stop = () => {
    cancelRequest();
    cancelExpiry();
  };
  return {
    request(asked) {
      stop();
      const { noQr, sameUrlOnRefresh } = faults();
      if (noQr === 'never' || (noQr === 'untilRefresh' && !asked)) return;
      cancelRequest = life.after(timings.qrMs, () => {
        cancelExpiry = life.after(timings.qrLifeMs, parts.onExpiry);
        parts.onCode((asked && sameUrlOnRefresh && parts.lastUrl()) || makeQrUrl());
      });
    },
    stop,
  };
}

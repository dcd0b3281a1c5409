/**
 * Generations of the messenger that a client meets: `A` = v4.7.77, `B` = v4.18.19, `C` = the line after it with
 * login phases and a self-restart when signed out.
 */
export type MessengerProfile = 'A' | 'B' | 'C';

export const PROFILE_VERSIONS: Readonly<Record<MessengerProfile, string>> = {
  A: '4.7.77',
  B: '4.18.19',
  C: '4.18.28',
};

/** How long things take, in ms. */
export interface MessengerTimings {
  /** From container start until the messenger's master process starts. */
  displayMs: number;
  /** From a worker's start until its web API listens. */
  workerBootMs: number;
  /** From there until the sign-in service is connected. */
  serviceMs: number;
  /** From asking for a QR code until there is one. */
  qrMs: number;
  qrLifeMs: number;
  /** From the tap on the phone until OneBot starts. */
  initMs: number;
  /** From OneBot's start until the API says so. */
  readyMs: number;
  /** From then until the nickname is known. */
  nickMs: number;
  /** From the restart call until the worker is gone. */
  exitMs: number;
  /** From a worker's end until the next one starts. */
  respawnMs: number;
  /** Profile C: from being signed out until the worker restarts itself. */
  kickRestartMs: number;
  /** How long profile C waits for a refreshed QR code. */
  refreshWaitMs: number;
}

/** As on a real machine. */
export const REAL_TIMINGS: MessengerTimings = {
  displayMs: 2_000,
  workerBootMs: 3_000,
  serviceMs: 800,
  qrMs: 700,
  qrLifeMs: 120_000,
  initMs: 4_000,
  readyMs: 300,
  nickMs: 500,
  exitMs: 100,
  respawnMs: 3_000,
  kickRestartMs: 3_500,
  refreshWaitMs: 10_000,
};

/** Nothing to wait for but what has a meaning of its own: for tests on the system clock. */
export const FAST_TIMINGS: MessengerTimings = {
  displayMs: 1,
  workerBootMs: 1,
  serviceMs: 1,
  qrMs: 1,
  qrLifeMs: 120_000,
  initMs: 5,
  readyMs: 5,
  nickMs: 1,
  exitMs: 1,
  respawnMs: 5,
  kickRestartMs: 20,
  refreshWaitMs: 500,
};

export interface MessengerOptions {
  /** Default `B`. */
  profile?: MessengerProfile;
  /** Default: `REAL_TIMINGS`. */
  timings?: Partial<MessengerTimings>;
  /** Body of the web login: hashed, or plain as before v4.7.33. Default `hash`. */
  loginBody?: 'hash' | 'plain';
  /** A machine without IPv6, where a web API on `::` does not start. Default true. */
  hasIpv6?: boolean;
}

import type { ServiceName } from '../contract/ids';

/**
 * One thing to do to containers. Steps of one service run in order; different services run side by side.
 * Steps without a service come first.
 */
export type Step =
  | { kind: 'ensureNetwork'; network: string }
  | { kind: 'ensureVolume'; service: ServiceName; volume: string }
  | {
      kind: 'removeContainer';
      service: ServiceName;
      container: string;
      why: 'leftover' | 'unwanted' | 'duplicate';
    }
  /** Runs the one-shot preparation to its end; `container` is one that is already running. */
  | { kind: 'prepare'; service: ServiceName; container: string | undefined }
  | { kind: 'create'; service: ServiceName }
  /** Puts a new container in the place of `container`, which comes back when the new one does not stay up. */
  | { kind: 'replace'; service: ServiceName; container: string }
  /** Gives a finished replacement its proper name. */
  | { kind: 'adopt'; service: ServiceName; container: string }
  | { kind: 'start'; service: ServiceName; container: string }
  | { kind: 'stop'; service: ServiceName; container: string };

export type StepKind = Step['kind'];

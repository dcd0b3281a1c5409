import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ProgramHost } from '../../../lib/program-host';
import type { Lifetime } from '../../lifetime';
import type { Login } from '../login';
import type { MessengerFaults } from '../messenger-controls';
import type { MessengerLog } from '../messenger-log';
import type { MessengerProfile, MessengerTimings } from '../messenger-options';
import type { OneBotNetwork } from '../onebot/network';
import type { WebuiConfig } from '../webui-config';
import type { Credentials } from './credentials';

/** What the routes of one worker act on. */
export interface WebuiParts {
  host: ProgramHost;
  profile: MessengerProfile;
  timings: MessengerTimings;
  loginBody: 'hash' | 'plain';
  life: Lifetime;
  log: MessengerLog;
  login: Login;
  network: OneBotNetwork;
  /** Whether OneBot takes a new configuration; false between the tap on the phone and the end of its start. */
  isOneBotReady(): boolean;
  faults(): MessengerFaults;
  credentials: Credentials;
  mayTryLogin(address: string, allowed: number): boolean;
  /** As it was at start: later edits of the file do not count. */
  config: WebuiConfig;
  /** Undefined where the process cannot restart itself. */
  restart: (() => void) | undefined;
}

export interface ApiCall {
  body: Body;
  query: URLSearchParams;
  /** The credential it was called with; '' on the free paths. */
  credential: string;
  address: string;
  response: ServerResponse;
  request: IncomingMessage;
}

export interface Body {
  /** A string field; '' when absent. @throws when the call has no body at all, as the original does */
  text(name: string): string;
  /** A field as it is. */
  raw(name: string): unknown;
}

/** A refusal in the usual envelope: HTTP 200, code -1. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
}

/** The data of the answer; STREAMED when the handler wrote the response itself. */
export type ApiHandler = (call: ApiCall, parts: WebuiParts) => unknown;

export const STREAMED = Symbol('streamed');

/** By method and path under /api; `ALL` takes every method. */
export type ApiRoutes = Readonly<Record<string, ApiHandler>>;

/** Tells the generations apart: only some know a route. */
export const SINCE_B: readonly MessengerProfile[] = ['B', 'C'];

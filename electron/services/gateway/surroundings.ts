import type { GatewayReach } from '../../contract/gateway';
import type { Upstream } from '../roles';

/** What a table stands in. */
export interface Surroundings {
  upstreams: readonly Upstream[];
  /** The gateway's own name on the bot's network. */
  name: string;
  /** Host port. */
  port: number;
  reach: GatewayReach;
  domain: string | undefined;
}

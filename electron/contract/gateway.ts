import { z } from 'zod';
import { ServiceName } from './ids';
import { RouteFinding } from './routes';

/** A domain name of at least two labels, without scheme or port. */
export const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/);

/** Who can reach the gateway: this computer alone, or everybody on its network. */
export const GatewayReach = z.enum(['loopback', 'network']);
export type GatewayReach = z.infer<typeof GatewayReach>;

/** What is persisted of a bot's gateway. Its port stands among the bot's ports, its table in a file of its own. */
export const GatewayChoice = z.object({
  reach: GatewayReach.default('loopback'),
  /** With it, HTTPS on port 443 with a certificate that is fetched and renewed by itself. */
  domain: Domain.optional(),
});
export type GatewayChoice = z.infer<typeof GatewayChoice>;

export const GATEWAY_PORT = 7860;

/** What the user chooses when the gateway is switched on, or changed while it is on. */
export const GatewaySettings = z
  .object({
    port: z.number().int().min(1).max(65_535).default(GATEWAY_PORT),
    reach: GatewayReach.default('loopback'),
    /** Only with `network`. */
    domain: Domain.optional(),
  })
  .refine(({ reach, domain }) => domain === undefined || reach === 'network', {
    message: 'a domain needs the network',
  });
export type GatewaySettings = z.infer<typeof GatewaySettings>;

/** At least 12 characters, and none of the passwords everybody tries first. Checked where it is set. */
export const GatewayPassword = z.string().min(12).max(200);

/** The password that was made when none was given: shown once, kept nowhere but as a hash. */
export const NewPassword = z.object({ password: z.string().optional() });
export type NewPassword = z.infer<typeof NewPassword>;

/** One address of a panel. */
export const PanelAddress = z.object({
  service: ServiceName,
  product: z.string(),
  /** `http://napcat.localhost:7860/webui/`. Names under `localhost` lead to this computer without any set-up. */
  url: z.string(),
});
export type PanelAddress = z.infer<typeof PanelAddress>;

/** The gateway as drawn. */
export const GatewayView = z.object({
  on: z.boolean(),
  port: z.number(),
  reach: GatewayReach,
  domain: z.string().optional(),
  hasPassword: z.boolean(),
  /** `http://localhost:7860/`, or `https://` and the domain. */
  url: z.string(),
  adminUrl: z.string(),
  panels: z.array(PanelAddress),
  /** How many rules, and how many of them are enabled. */
  rules: z.object({ total: z.number(), enabled: z.number() }),
  /** True while the table is the one that BotPier makes by itself. */
  isDefault: z.boolean(),
  findings: z.array(RouteFinding),
});
export type GatewayView = z.infer<typeof GatewayView>;

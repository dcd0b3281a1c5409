import { z } from 'zod';
import { ServiceName } from './ids';

/** Below, ports belong to the system. */
export const LEAST_PORT = 1_024;
export const MOST_PORT = 65_535;
export const HostPort = z.number().int().min(LEAST_PORT).max(MOST_PORT);

export const EnvironmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
/** Variables of the user's own for a service. No secrets: whoever may look at containers sees them. */
export const Environment = z.record(
  EnvironmentName,
  z
    .string()
    .max(2_000)
    .refine((value) => ![...value].some((sign) => sign < ' ')),
);
export type Environment = z.infer<typeof Environment>;
export const MOST_VARIABLES = 30;

/** What may be changed of a service by who knows what it is for. */
export const ServiceTuning = z.object({
  service: ServiceName,
  product: z.string(),
  version: z.string(),
  image: z.string(),
  ports: z.array(z.object({ name: z.string(), port: z.number(), inside: z.number() })),
  environment: Environment,
  /** Names that BotPier sets by itself; their values may be secrets. */
  ours: z.array(z.string()),
});
export type ServiceTuning = z.infer<typeof ServiceTuning>;

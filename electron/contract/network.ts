import { z } from 'zod';

export const ProxyLogin = z.object({ user: z.string().min(1).max(200), password: z.string().max(1_000) });
export type ProxyLogin = z.infer<typeof ProxyLogin>;

export const NetworkView = z.object({
  /** The proxy in use, without its sign-in; empty = none. */
  proxy: z.string(),
  login: z.enum(['absent', 'present', 'unreadable']),
});
export type NetworkView = z.infer<typeof NetworkView>;

import type { Shape } from '../shape';
import type * as zh from '../zh/proxy';

export const proxy: Shape<typeof zh.proxy> = {
  title: 'The way out',
  direct: 'No proxy is used now.',
  inUse: '{{proxy}} is used now.',
  from: { own: 'My own', system: "The system's" },
  loginInUrl: 'Leave user and password out of the address; they go below.',
  login: 'User and password of the proxy',
  loginLine:
    'Only for a proxy that asks. Kept among the secrets, not in the settings, and never shown again.',
  user: 'User',
  password: 'Password',
  state: {
    absent: 'no sign-in',
    present: 'kept',
    unreadable: 'cannot be read here, enter it again',
  },
  enter: 'Enter',
  forget: 'Forget',
  containers: "What the bots' parts use",
  containersLine:
    'The brain and the installing of plugins use it too; the parts among each other and this computer do not. Docker on Linux cannot reach a proxy that listens on 127.0.0.1 alone, as Clash does: allow connections from the LAN there. HTTP proxies only; where there is SOCKS5, use the HTTP port of the same program.',
};

import { hostname } from 'node:os';

/** As the computer calls itself; what is shown where two save to one repository. */
export function deviceName(): string {
  return hostname().slice(0, 100) || 'computer';
}

import { AppError } from '../../contract/errors';
import type { GatewayCalls } from './gateway-calls';

/** No stack has a gateway in it. */
export function createGatewayCalls(): GatewayCalls {
  const refuse = async (): Promise<never> => {
    throw new AppError('unknownService', { service: 'gateway' });
  };
  return {
    turnOn: refuse,
    turnOff: refuse,
    routes: refuse,
    saveRoutes: refuse,
    tryRoute: refuse,
    setPassword: refuse,
  };
}

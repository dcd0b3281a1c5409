import { AppError } from '../../contract/errors';
import type { App } from '../api';

/** Every call about a bot's key pool. No stack offers one yet. */
export function createKeyPoolCalls(): App['keyPool'] {
  const refuse = async (): Promise<never> => {
    throw new AppError('notAllowed');
  };
  return {
    add: refuse,
    remove: refuse,
    check: refuse,
    cancel: refuse,
    settings: refuse,
    consent: refuse,
    turnOn: refuse,
    turnOff: refuse,
    models: refuse,
    chat: refuse,
  };
}

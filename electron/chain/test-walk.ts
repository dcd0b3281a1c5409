import type { LinkId } from '../contract/ids';
import type { LoginState } from '../contract/login';
import { stateCode } from './link-moment';
import { testConnection, testMessenger, testWorld } from './test-world';
import { walk } from './walk';
import type { World } from './world';

/** What one link says of a world. */
export function finding(world: World, link: LinkId) {
  const found = walk(world).find(({ id }) => id === link);
  if (!found) throw new Error(link);
  return found;
}

export function says(world: World, link: LinkId): string {
  return stateCode(finding(world, link).state);
}

export function does(world: World, link: LinkId): string | undefined {
  return finding(world, link).repair?.do;
}

export function withLogin(login: LoginState): World {
  return testWorld({ messenger: testMessenger({ connection: testConnection({ login }) }) });
}

import type { GatewaySettings, NewPassword } from '../../contract/gateway';
import type { BotId } from '../../contract/ids';
import type { RoutesSaved, RouteTable, RouteTrial, RouteTry } from '../../contract/routes';

/** What a user can do to a bot's gateway. Failures are `AppError`. */
export interface GatewayCalls {
  /**
   * Switches it on, or changes where it is reached while it is on. The first time a password for its admin page is
   * made; it is in the answer this once. @throws AppError `portTaken`, `unknownService` where the stack has none.
   */
  turnOn(bot: BotId, settings: GatewaySettings): Promise<NewPassword>;
  /** The table and the password stay for the next time. */
  turnOff(bot: BotId): Promise<void>;
  /** The table as it stands: the user's own, or the one made from the bot's services. */
  routes(bot: BotId): Promise<RouteTable>;
  /**
   * All of the table at once, live within half a second; `undefined` goes back to the one we make. With an error among
   * the findings nothing is saved. @throws AppError `gatewayRefused` when the server does not take it, `diskFull`.
   */
  saveRoutes(bot: BotId, routes: RouteTable | undefined): Promise<RoutesSaved>;
  /** Which rule takes a request, and why the others do not. With `routes`: of a table that is not saved yet. */
  tryRoute(bot: BotId, request: RouteTry, routes?: RouteTable): Promise<RouteTrial>;
  /**
   * Without a password a random one is made, and is in the answer this once. Everybody who is signed in is signed out.
   * @throws AppError `passwordWeak`.
   */
  setPassword(bot: BotId, password?: string): Promise<NewPassword>;
}

import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js';
import { isSignedBy } from './feed-key';
import { UpdateFailure } from './update-driver';

type Arguments = ConstructorParameters<typeof GenericProvider>;

/** A mirror: what it says of versions counts only with our signature, which lies beside the feed as `<feed>.sig`. */
export class SignedPlace extends GenericProvider {
  readonly #key: string | undefined;

  constructor(key: string | undefined, url: string, updater: Arguments[1], runtime: Arguments[2]) {
    super({ provider: 'generic', url }, updater, runtime);
    this.#key = key;
  }

  protected override async httpRequest(url: URL): Promise<string | null> {
    const feed = await super.httpRequest(url);
    const signature = await super.httpRequest(new URL(`${url.pathname}.sig${url.search}`, url));
    if (!isSignedBy(this.#key, feed ?? '', signature ?? ''))
      throw new UpdateFailure('signature', 'the feed of a mirror is not signed by us');
    return feed;
  }
}

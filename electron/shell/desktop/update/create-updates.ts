import type { MakeUpdates, UpdateControls, UpdateNeeds } from '../../../app/update/update-controls';
import type { Settings } from '../../../contract/settings';
import type { Release, UpdateState } from '../../../contract/update';
import { createValue, type Value } from '../../../lib/value';
import { classifyFailure } from './classify-failure';
import type { InstallAttempt } from './install-attempt';
import type { UpdateDriver } from './update-driver';

export interface UpdatesOptions {
  way: UpdateControls['way'];
  /** This version. */
  version: string;
  /** The official feed's folder. */
  feed: string;
  /** Asked for when it is first needed: most starts of the app need none. */
  loadDriver: (needs: UpdateNeeds) => Promise<UpdateDriver>;
  attempt: InstallAttempt;
  openPage: () => Promise<void>;
  quit: () => void;
  /** Calls back when everything is let go of and the process is about to end. */
  onEnd: (run: () => void) => void;
}

const FIRST_LOOK_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 6 * 3_600_000;
const FEED_OF = { stable: 'latest', beta: 'beta' } as const;

/** Keeps the app up to date: looks now and then, fetches in the background, installs when the app is quit. */
export function createUpdates(options: UpdatesOptions): MakeUpdates {
  return (needs) => new Updates(options, needs);
}

class Updates implements UpdateControls {
  readonly way: UpdateControls['way'];
  readonly state: Value<UpdateState>;
  readonly #options: UpdatesOptions;
  readonly #needs: UpdateNeeds;
  readonly #unsubscribes: (() => void)[];
  #driver: Promise<UpdateDriver> | undefined;
  /** The driver once it has a version ready, to be had without waiting when the process ends. */
  #prepared: UpdateDriver | undefined;
  #work: Promise<void> | undefined;
  #relaunch = false;
  #cancelTimer = () => {};
  /** A version whose installation did not succeed is not tried again by itself. */
  #refused: string | undefined;
  #wishes: Settings['updates'];

  constructor(options: UpdatesOptions, needs: UpdateNeeds) {
    this.way = options.way;
    this.#options = options;
    this.#needs = needs;
    this.#wishes = needs.settings.get().updates;
    this.#refused = options.attempt.takeFailed(options.version);
    this.state = createValue<UpdateState>(
      this.#refused === undefined ? { kind: 'idle' } : this.#notInstalled(this.#refused),
    );
    this.#unsubscribes = [
      needs.settings.subscribe(() => this.#onSettings()),
      needs.hold.subscribe(() => this.#goOn()),
    ];
    options.onEnd(() => this.#end());
    this.#lookAfter(FIRST_LOOK_AFTER_MS);
  }

  check(): Promise<void> {
    const { kind } = this.state.get();
    if (kind === 'ready' || kind === 'downloading') return Promise.resolve();
    return this.#alone(() => this.#look());
  }

  async download(): Promise<void> {
    const state = this.state.get();
    const release = 'release' in state ? state.release : undefined;
    if (state.kind === 'ready' || this.way === 'page') return;
    await this.#alone(() =>
      release && state.kind === 'available' ? this.#fetch(release) : this.#look(true),
    );
  }

  async install(): Promise<void> {
    if (this.state.get().kind !== 'ready' || this.#needs.hold.get() !== undefined || !this.#prepared) return;
    this.#relaunch = true;
    if (this.#prepared.quitAndInstall) this.#prepared.quitAndInstall();
    else this.#options.quit();
  }

  openPage(): Promise<void> {
    return this.#options.openPage();
  }

  close(): void {
    this.#cancelTimer();
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
    if (this.state.get().kind === 'downloading') void this.#driver?.then((driver) => driver.cancel());
  }

  /** One thing at a time; who asks meanwhile waits for that. */
  #alone(work: () => Promise<void>): Promise<void> {
    this.#work ??= work().finally(() => {
      this.#work = undefined;
    });
    return this.#work;
  }

  async #look(thenFetch = false): Promise<void> {
    const { clock } = this.#needs;
    this.state.set({ kind: 'checking', since: clock.now() });
    try {
      const { channel, mirrors } = this.#wishes;
      const driver = await this.#load();
      const found = await driver.check([this.#options.feed, ...mirrors], FEED_OF[channel]);
      if (found.kind !== 'newer') {
        this.state.set({
          kind: 'idle',
          checkedAt: clock.now(),
          found: found.kind,
          version: found.version,
        });
        return;
      }
      const { release } = found;
      if (release.version === this.#refused && !thenFetch) {
        this.state.set(this.#notInstalled(release.version, release));
        return;
      }
      this.state.set({ kind: 'available', release });
      if (thenFetch || this.#mayFetch()) await this.#fetch(release);
    } catch (cause) {
      this.#fail('check', cause);
    }
  }

  async #fetch(release: Release): Promise<void> {
    this.state.set({ kind: 'downloading', release, doneBytes: 0 });
    try {
      const driver = await this.#load();
      await driver.download((bytes) => this.state.set({ kind: 'downloading', release, ...bytes }));
      this.#prepared = driver;
      this.state.set({ kind: 'ready', release });
    } catch (cause) {
      this.#fail('download', cause, release);
    }
  }

  #fail(doing: 'check' | 'download', cause: unknown, release?: Release): void {
    const { problem, message } = classifyFailure(cause);
    this.#needs.log(`update.${doing}.failed ${problem}: ${message}`);
    const at = this.#needs.clock.now();
    this.state.set({ kind: 'failed', at, doing, problem, message, ...(release && { release }) });
  }

  #notInstalled(version: string, release?: Release): UpdateState {
    return {
      kind: 'failed',
      at: this.#needs.clock.now(),
      doing: 'install',
      problem: 'notInstalled',
      message: `${version} was to be installed, and this is ${this.#options.version}`,
      ...(release && { release }),
    };
  }

  #mayFetch(): boolean {
    return this.way === 'install' && this.#wishes.automatic && this.#needs.hold.get() === undefined;
  }

  /** What was held off can go on. */
  #goOn(): void {
    const state = this.state.get();
    if (state.kind === 'available' && this.#mayFetch()) void this.#alone(() => this.#fetch(state.release));
  }

  #onSettings(): void {
    const before = this.#wishes;
    const after = this.#needs.settings.get().updates;
    this.#wishes = after;
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (after.automatic) void this.check();
  }

  #load(): Promise<UpdateDriver> {
    this.#driver ??= this.#options.loadDriver(this.#needs);
    this.#driver.catch(() => {
      this.#driver = undefined;
    });
    return this.#driver;
  }

  #lookAfter(ms: number): void {
    this.#cancelTimer = this.#needs.clock.after(ms, () => {
      this.#lookAfter(LOOK_EVERY_MS);
      if (this.#wishes.automatic) void this.check();
    });
  }

  /** Whatever goes wrong here, this version is left in its place and tells of it when it is started again. */
  #end(): void {
    const state = this.state.get();
    if (state.kind !== 'ready' || this.#needs.hold.get() !== undefined) return;
    try {
      this.#options.attempt.begin(state.release.version);
      this.#prepared?.installAtEnd(this.#relaunch);
    } catch (cause) {
      this.#needs.log(`update.install.failed ${classifyFailure(cause).message}`);
    }
  }
}

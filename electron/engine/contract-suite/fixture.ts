import type { CreateContainer, Engine } from '../engine';

/** What a container runs: an image and a command of it. */
export type Run = Pick<CreateContainer, 'image' | 'entrypoint' | 'command'>;

/** What an implementation brings along so that the one suite can be played on it. */
export interface EngineFixture {
  engine: Engine;
  /** An image that is here and has no registry name. */
  image: string;
  programs: {
    /** Logs `line 1` … `line <count>` on stdout, one per `everyMs` (0: at once), then runs until stopped. */
    lines(count: number, everyMs?: number): Run;
    /** Logs these lines, then exits with `code`. */
    exits(code: number, says?: { stdout?: readonly string[]; stderr?: readonly string[] }): Run;
    /** Logs one line of so many letters `x`, then the line `end`, and exits with 0. */
    bigLine(sizeBytes: number): Run;
    /** Serves `body` over HTTP on every path of a container port until stopped. */
    http(port: number, body: string): Run;
    /** Gets an `http://` URL, logs the body as one line and exits with 0; with 1 when that fails. */
    fetches(url: string): Run;
    /** Logs a file's text as one line and exits with 0; with 1 when it does not exist. */
    prints(path: string): Run;
    /** Logs `host=<hostname>`, `mac=<MAC address>`, `env=<value of BOTPIER_TEST>` and exits with 0. */
    describes(): Run;
    /** Has no program behind it: cannot be started. */
    unstartable(): Run;
  };
  /** Commands for `exec` in a container that runs `programs.lines`. */
  commands: {
    /** Writes `hello` and a newline on stdout, `oops` and a newline on stderr, exits with 7. */
    talks: readonly string[];
    /** Does not exist. */
    missing: readonly string[];
  };
  pulls: {
    /** Can be pulled and is not here yet; fresh at each call. */
    fresh(): Promise<string>;
    /** A repository that exists, a tag that does not. */
    missingTag: string;
    /** Its pull begins, then stays pending for ever. */
    stalling: string;
  };
  /** Makes a container (not started), a network and a volume behind the engine's back, without our labels. */
  foreign(): Promise<{ container: string; network: string; volume: string }>;
  /** A host port nobody listens on. */
  freePort(): Promise<number>;
  /** Listens on a 127.0.0.1 port of the host, as another program would. */
  occupyPort(): Promise<{ port: number; release(): Promise<void> }>;
  /** GETs a URL from the host's own view; undefined when nothing answers. */
  fetchText(url: string): Promise<string | undefined>;
  close(): Promise<void>;
}

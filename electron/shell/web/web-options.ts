import { parseArgs } from 'node:util';
import { SHELL_FLAGS, type ShellOptions, toShellOptions } from '../shell-options';
import { UsageError } from '../usage-error';

export interface WebOptions extends ShellOptions {
  host: string;
  /** 0 = any free one; undefined = the usual one, or any when it is taken. */
  port: number | undefined;
  passwordFile: string | undefined;
  /** Further names the page is reached by, e.g. through a reverse proxy. */
  allowedHosts: readonly string[];
}

/** @throws UsageError or Node's own ERR_PARSE_ARGS_… when the arguments make no sense */
export function parseWebOptions(args: readonly string[]): WebOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...SHELL_FLAGS,
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string' },
      'password-file': { type: 'string' },
      'allowed-host': { type: 'string', multiple: true },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new UsageError(`--port ${values.port} is not a port number`);
  }
  return {
    ...toShellOptions(values),
    host: values.host,
    port,
    passwordFile: values['password-file'],
    allowedHosts: values['allowed-host'] ?? [],
  };
}

import { createHash } from 'node:crypto';
import { findConflicts } from '../../../resources/koishi/compatible.mjs';
import compatible from '../../../resources/koishi/compatible.mjs?raw';
import installer from '../../../resources/koishi/install.mjs?raw';
import type { Preparation } from '../definition';
import { hasLogin, reachHost } from '../host-address';
import type { DefinitionInput } from '../roles';
import { CONFIG_DIR } from './config';

const ENV_FILE = `${CONFIG_DIR}/install.env`;
const TIMEOUT_MS = 20 * 60_000;

/**
 * The run that installs the plugins into the data volume. Its key changes with the set and the installer
 * alone: neither another model nor another registry installs anything anew. Without a set there is no run, and what is
 * installed stays.
 * @throws when the set holds packages that do not fit each other.
 */
export function prepare({ network, plugins }: DefinitionInput): Preparation | undefined {
  if (!plugins) return undefined;
  const conflicts = findConflicts(plugins.packages);
  if (conflicts.length > 0) throw new Error(conflicts.join('; '));
  const packages = plugins.packages.map(({ name, version, peers }) => ({ name, version, peers }));
  const key = createHash('sha256')
    .update(JSON.stringify([packages, installer, compatible]))
    .digest('hex')
    .slice(0, 16);
  const proxy = network.proxy && reachHost(network.proxy);
  const byProxy = proxy ? { YARN_HTTP_PROXY: proxy, YARN_HTTPS_PROXY: proxy } : {};
  // What stands in a container's variables is shown to whoever may look at it: a sign-in comes by a file.
  const isSecret = hasLogin(network.proxy);
  return {
    key,
    command: ['node', ...(isSecret ? [`--env-file=${ENV_FILE}`] : []), `${CONFIG_DIR}/install.mjs`],
    env: {
      ...(network.pluginRegistry ? { YARN_NPM_REGISTRY_SERVER: reachHost(network.pluginRegistry) } : {}),
      ...(isSecret ? {} : byProxy),
    },
    files: [
      { path: `${CONFIG_DIR}/install.mjs`, content: installer },
      { path: `${CONFIG_DIR}/compatible.mjs`, content: compatible },
      { path: `${CONFIG_DIR}/plugins.json`, content: `${JSON.stringify({ key, packages }, null, 2)}\n` },
      ...(isSecret ? [{ path: ENV_FILE, content: envFile(byProxy), mode: 0o600 }] : []),
    ],
    timeoutMs: TIMEOUT_MS,
  };
}

function envFile(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('');
}

// `npm start`: works in a fresh clone on any Node from 18 on, therefore nothing but Node's own modules up here.
import { spawn } from 'node:child_process';
import { fetchElectron, findElectron, hasDisplay } from './electron-binary.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { ownEnvironment, ownNode, root } from './own-node.mjs';
import { START_HELP } from './start-help.mjs';

const OF_THE_PAGE = ['--host', '--port', '--password-file', '--allowed-host'];

const args = process.argv.slice(2).filter((arg) => arg !== '--desktop' && arg !== '--web');
const wantsWindow = process.argv.includes('--desktop');
const wantsPage =
  process.argv.includes('--web') || args.some((arg) => OF_THE_PAGE.includes(arg.split('=')[0]));

if (process.argv.includes('--help')) {
  console.log(START_HELP);
  process.exit(0);
}

ensureInstalled();
ensureBuilt();

const electron =
  wantsPage || !hasDisplay() ? undefined : (findElectron() ?? (wantsWindow && fetchElectron()));
if (wantsWindow && !electron) {
  console.error(hasDisplay() ? 'Electron could not be fetched.' : 'There is no display here.');
  process.exit(1);
}
if (!electron && !wantsPage && hasDisplay()) {
  console.log('The window needs Electron, fetched by `npm start -- --desktop`. Here is the same as a page:');
}

const isRoot = process.getuid?.() === 0;
const child = electron
  ? spawn(electron, [...(isRoot ? ['--no-sandbox'] : []), '.', ...args], { cwd: root, stdio: 'inherit' })
  : spawn(ownNode(), ['out/web/main.js', ...args], { cwd: root, stdio: 'inherit', env: ownEnvironment() });

// Ctrl-C reaches the child by itself; here it only must not end us before the child has tidied up.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));

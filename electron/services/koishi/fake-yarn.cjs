'use strict';

/** As much of yarn as the installer touches, for tests. `FAKE_YARN` says how it goes. */
const fs = require('node:fs');
const { join } = require('node:path');

const say = (type, displayName, data) => console.log(JSON.stringify({ type, displayName, indent: '', data }));
const fail = (displayName, ...lines) => {
  for (const line of lines) say('error', displayName, line);
  say('error', 'YN0000', 'Failed with errors in 0s 68ms');
  process.exit(1);
};

fs.appendFileSync('yarn-runs', `${process.env.YARN_UNSAFE_HTTP_WHITELIST ?? ''}\n`);
const { dependencies } = JSON.parse(fs.readFileSync('package.json', 'utf8'));

say('info', 'YN0000', '┌ Resolution step');
switch (process.env.FAKE_YARN) {
  case 'notFound':
    fail('YN0035', 'a-plugin@npm:1.4.0: Package not found', '  Response Code: 404 (Not Found)');
    break;
  case 'noVersion':
    fail('YN0082', 'a-plugin@npm:1.4.0: No candidates found');
    break;
  case 'badGateway':
    fail('YN0035', 'a-plugin@npm:1.4.0: The remote server failed', '  Response Code: 502 (Bad Gateway)');
    break;
  case 'unreachable':
    say(
      'error',
      'YN0001',
      'Error [ERR_SOCKET_CLOSED_BEFORE_CONNECTION]: Socket closed\n    at TLSSocket.onClose',
    );
    console.error('Error: The `onCancel` handler was attached after the promise settled.');
    process.exit(1);
    break;
  case 'diskFull':
    fail('YN0001', 'Error: ENOSPC: no space left on device, write');
    break;
  default:
}
fs.writeFileSync('yarn.lock', 'new');
say('info', 'YN0000', '┌ Fetch step');
fs.mkdirSync(process.env.YARN_CACHE_FOLDER, { recursive: true });
fs.writeFileSync(join(process.env.YARN_CACHE_FOLDER, 'a.zip'), 'x'.repeat(1000));
say('info', 'YN0000', '┌ Link step');
if (process.env.FAKE_YARN === 'hang') {
  setInterval(() => {}, 1000);
} else {
  for (const [name, version] of Object.entries(dependencies)) {
    const folder = join('node_modules', name);
    fs.mkdirSync(folder, { recursive: true });
    const peerDependencies = process.env.FAKE_YARN === 'otherPeers' ? { koishi: '^5.0.0' } : {};
    fs.writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name, version, main: 'index.js', peerDependencies }),
    );
    if (process.env.FAKE_YARN !== 'torn') fs.writeFileSync(join(folder, 'index.js'), '');
  }
  fs.writeFileSync('node_modules/.yarn-state.yml', '');
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a Node HTTP server costs at the very least: prints its URL, answers everything with one word. */
export const BARE_SERVER = [
  '-e',
  `const server = require('node:http').createServer((request, response) => response.end('hello'));
   server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port + '/'));`,
];

/** Starts it; resolves once it listens. */
export async function startBareServer(): Promise<ChildProcess> {
  const child = spawn(process.execPath, BARE_SERVER, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

// Serves one folder and nothing else: `node static-server.mjs <folder>` prints its URL.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const folder = process.argv[2] ?? '.';
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const files = new Set(await readdir(folder, { recursive: true }));
const server = createServer((request, response) => {
  const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
  if (!files.has(name)) return void response.writeHead(404).end();
  response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream');
  createReadStream(join(folder, name)).pipe(response);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));

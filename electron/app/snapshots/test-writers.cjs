// Runs in a container, as its main process: three programs that write to databases of their own as hard as they can. In
// each, money goes from row to row and the sum of all rows stays what it was; who sees another sum sees half a change.
'use strict';

const { fork } = require('node:child_process');
const { randomBytes } = require('node:crypto');

const ROWS = 200;
const EACH = 1000;
const NOTES = 1000;
const [, file, mode, path] = process.argv;

if (!mode) {
  for (const each of ['wasm', 'wal', 'delete']) {
    const child = fork(file, [each, `/data/${each}.db`]);
    // A writer that fails is seen: the container ends with it.
    child.on('exit', (code) => process.exit(code || 1));
  }
} else void write();

async function open() {
  if (mode === 'wasm') {
    // As Koishi has it: the real file, a rollback journal, and no lock that anybody else would see.
    const init = require('/opt/sql-wasm.js');
    const { Database } = await init({ locateFile: (name) => `/opt/${name}` });
    return new Database(path);
  }
  const { DatabaseSync } = require('node:sqlite');
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode=${mode}; PRAGMA synchronous=normal; PRAGMA wal_autocheckpoint=200`);
  return database;
}

async function write() {
  const database = await open();
  const run = (sql) => void database.exec(sql);
  run('PRAGMA cache_size=20; PRAGMA cache_spill=1');
  run(
    'CREATE TABLE account (id INTEGER PRIMARY KEY, money INTEGER); CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX by_text ON note (text)',
  );
  run('BEGIN');
  for (let id = 0; id < ROWS; id += 1) run(`INSERT INTO account VALUES (${id}, ${EACH})`);
  for (let id = 0; id < NOTES; id += 1)
    run(`INSERT INTO note VALUES (${id}, '${randomBytes(750).toString('hex')}')`);
  run('COMMIT');
  console.log(`${mode} writes`);
  const any = (below) => Math.floor(Math.random() * below);
  for (let count = 0; ; count += 1) {
    const amount = any(50);
    run('BEGIN');
    run(`UPDATE account SET money = money - ${amount} WHERE id = ${any(ROWS)}`);
    for (let n = 0; n < 20; n += 1)
      run(`UPDATE note SET text = '${randomBytes(750).toString('hex')}' WHERE id = ${any(NOTES)}`);
    run(`UPDATE account SET money = money + ${amount} WHERE id = ${any(ROWS)}`);
    run('COMMIT');
    // Lets a signal in.
    if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

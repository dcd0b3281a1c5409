// Runs in a worker: reads a table of a database that was found whole and that nobody has open. Writes nothing.
'use strict';

const { DatabaseSync } = require('node:sqlite');
const { pathToFileURL } = require('node:url');
const { parentPort, workerData } = require('node:worker_threads');

const MOST_ROWS = 10_000;

const url = pathToFileURL(workerData.file);
url.searchParams.set('immutable', '1');
const database = new DatabaseSync(url, { readOnly: true });
try {
  const known = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?")
    .get(workerData.table);
  const rows = known ? database.prepare(`SELECT * FROM "${known.name}" LIMIT ${MOST_ROWS}`).all() : [];
  parentPort.postMessage(rows);
} finally {
  database.close();
}

// Runs in a worker: opens copies of SQLite databases, lets SQLite recover what a journal or a log beside them holds, and
// says whether they are whole. Never given a database that a program has open.
'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { DatabaseSync } = require('node:sqlite');
const { pathToFileURL } = require('node:url');
const { parentPort } = require('node:worker_threads');

const CHUNK_BYTES = 1024 * 1024;

parentPort.on('message', ({ file, isAlone }) => {
  try {
    if (isAlone) checkAsItIs(file);
    else recover(file);
    parentPort.postMessage({ state: 'whole', ...(isAlone ? {} : sumOf(file)) });
  } catch (error) {
    parentPort.postMessage({ state: 'damaged', why: error instanceof Error ? error.message : String(error) });
  }
});

/** Nothing beside it: it is read where it lies, and nothing is written. */
function checkAsItIs(file) {
  const url = pathToFileURL(file);
  url.searchParams.set('immutable', '1');
  const database = new DatabaseSync(url, { readOnly: true });
  try {
    check(database);
  } finally {
    database.close();
  }
}

function recover(file) {
  const database = new DatabaseSync(file);
  try {
    check(database);
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  } finally {
    database.close();
  }
  // A journal may stay: of a change that has not touched the database yet. Then SQLite leaves it aside, and so do we.
  const log = `${file}-wal`;
  if (fs.existsSync(log) && fs.statSync(log).size > 0) throw new Error('the log was not taken in');
}

function check(database) {
  const answers = database
    .prepare('PRAGMA integrity_check(5)')
    .all()
    .map((row) => row.integrity_check);
  if (answers.length !== 1 || answers[0] !== 'ok') throw new Error(answers.join('; '));
}

function sumOf(file) {
  const hash = createHash('sha256');
  const handle = fs.openSync(file, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let size = 0;
  for (let read = fs.readSync(handle, chunk); read > 0; read = fs.readSync(handle, chunk)) {
    hash.update(chunk.subarray(0, read));
    size += read;
  }
  fs.closeSync(handle);
  return { sha256: hash.digest('hex'), size };
}

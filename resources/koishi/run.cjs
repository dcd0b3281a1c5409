'use strict';

/**
 * Koishi's worker as the container's one job: started on the configuration beside this file, in the working
 * directory. Koishi's own launcher leaves the worker behind on SIGTERM and restarts a crashing one for ever
 * without anybody seeing it; here a crash ends the container, so that the engine counts and delays restarts.
 */
const { fork } = require('node:child_process');
const { rmSync, symlinkSync } = require('node:fs');
const { constants } = require('node:os');
const { join } = require('node:path');

/** The worker's exit code when it wants to be started anew. */
const FULL_RELOAD = 51;
const STOP_PATIENCE_MS = 8_000;

const base = process.cwd();
const config = join(base, 'botpier.yml');

// Koishi takes the folder its configuration lies in for its home, where the database and the presets are.
// Through the link that is the data volume, while the file itself stays where nobody but BotPier can write.
rmSync(config, { force: true });
symlinkSync(join(__dirname, 'koishi.yml'), config);

let worker;
let stopping = false;

function start(shared) {
  worker = fork(join(base, 'node_modules/koishi/lib/worker'), [], {
    cwd: base,
    execArgv: [],
    env: {
      ...process.env,
      KOISHI_CONFIG_FILE: config,
      ...(shared === undefined ? {} : { KOISHI_SHARED: shared }),
    },
  });
  worker.on('message', (message) => {
    if (message?.type === 'shared') shared = message.body;
  });
  worker.on('exit', (code, signal) => {
    if (stopping) process.exit(0);
    if (code === FULL_RELOAD) return start(shared);
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

function stop() {
  if (stopping) return;
  stopping = true;
  worker.kill('SIGTERM');
  setTimeout(() => worker.kill('SIGKILL'), STOP_PATIENCE_MS).unref();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
start();

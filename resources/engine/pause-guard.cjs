// Runs as a process of its own beside BotPier while a container stands still. It is told which, and then that nothing
// stands still any more. When its parent is gone before that, or the time is up, it lets everything go on.
'use strict';

const http = require('node:http');
const https = require('node:https');

const TRIES = 20;
const PAUSE_MS = 500;
let task;
let isActing = false;

process.on('message', (message) => {
  if (isActing) return;
  if (message === 'over') process.exit(0);
  task = message;
  setTimeout(letGo, task.limitMs);
  process.send('ready');
});
process.on('disconnect', letGo);

async function letGo() {
  if (isActing) return;
  isActing = true;
  await Promise.all((task ? task.ids : []).map(unpause));
  process.exit(0);
}

async function unpause(id) {
  for (let left = TRIES; left > 0; left -= 1) {
    if (await ask(`/containers/${id}/unpause`)) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Whether the engine has answered: one that is gone, or stands still no more, is fine. */
function ask(path) {
  const { connection, isSecure } = task;
  return new Promise((resolve) => {
    const request = (isSecure ? https : http).request({
      ...connection,
      path,
      method: 'POST',
      timeout: 30000,
    });
    request.on('response', (answer) => {
      answer.resume();
      answer.on('close', () => resolve(true));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end();
  });
}

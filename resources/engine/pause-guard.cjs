// Runs as a process of its own beside BotPier while a container stands still. Its input: one line of JSON, then a line
// when nothing stands still any more. When the input ends before that, or the time is up, it lets everything go on.
'use strict';

const http = require('node:http');
const https = require('node:https');

const TRIES = 20;
const PAUSE_MS = 500;
let task;
let text = '';
let isActing = false;

process.stdin.setEncoding('utf8');
process.stdin.on('data', (piece) => {
  text += piece;
  const lines = text.split('\n');
  if (!task && lines.length > 1) {
    task = JSON.parse(lines[0]);
    setTimeout(letGo, task.limitMs);
    process.stdout.write('ready\n');
  }
  if (task && lines.length > 2 && !isActing) process.exit(0);
});
process.stdin.on('end', letGo);
process.stdin.on('error', letGo);
process.stdout.on('error', () => {});

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

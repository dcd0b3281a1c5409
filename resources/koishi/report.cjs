'use strict';

const { createRequire } = require('node:module');
const { join } = require('node:path');

const STATUS = ['offline', 'online', 'connect', 'disconnect', 'reconnect'];
const ONLINE = 1;
const LLM = 1;
const SETTLE_MS = 50;
const MESSAGE_LIMIT = 500;

/** What may change a report. */
const EVENTS = [
  'ready',
  'bot-added',
  'bot-removed',
  'bot-status-updated',
  'login-updated',
  'internal/status',
  'internal/service',
  'chatluna/model-added',
  'chatluna/model-removed',
];

/** The brain's state as JSON, and word of each change of it. */
exports.observe = (ctx) => {
  const { version } = createRequire(join(process.cwd(), 'package.json'))('koishi/package.json');
  const listeners = new Set();
  let last = '';
  let isDue = false;

  function take() {
    return JSON.stringify({
      version,
      bots: listBots(ctx),
      models: listModels(ctx),
      failures: listFailures(ctx),
    });
  }

  function look() {
    isDue = false;
    const next = take();
    if (next === last) return;
    last = next;
    for (const listener of listeners) listener(next);
  }

  for (const event of EVENTS) {
    ctx.on(event, () => {
      if (isDue) return;
      isDue = true;
      ctx.setTimeout(look, SETTLE_MS);
    });
  }

  return {
    take,
    /** The answer unsubscribes. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

function listBots(ctx) {
  return ctx.bots
    .filter((bot) => bot.platform === 'onebot')
    .map((bot) => ({
      selfId: bot.selfId,
      status: STATUS[bot.status],
      online: bot.status === ONLINE,
      ...(bot.error ? { error: shorten(bot.error.message) } : {}),
    }));
}

/** `<platform>/<model>` of every model that can talk. */
function listModels(ctx) {
  const models = ctx.get('chatluna')?.platform.listAllModels(LLM);
  return (models?.value ?? models ?? []).map((model) => `${model.platform}/${model.name}`);
}
exports.listModels = listModels;

/** The running plugin of a key of koishi.yml; undefined when it did not load. */
function findPlugin(ctx, key) {
  return ctx.loader.entry?.scope[Symbol.for('koishi.loader.record')]?.[key];
}
exports.findPlugin = findPlugin;

/** Plugins of koishi.yml that are not there, or threw. The model's own troubles are not theirs. */
function listFailures(ctx) {
  return Object.keys(ctx.loader.config.plugins).flatMap((key) => {
    const plugin = key.slice(0, key.lastIndexOf(':'));
    const fork = findPlugin(ctx, key);
    if (!fork) return [{ plugin, message: 'not loaded' }];
    const error = fork.error ?? fork.runtime.error;
    const failed = fork.hasError || fork.runtime.hasError;
    if (!failed || error?.name === 'ChatLunaError') return [];
    return [{ plugin, message: shorten(String(error?.message ?? error ?? 'failed')) }];
  });
}

function shorten(text) {
  return text.length > MESSAGE_LIMIT ? `${text.slice(0, MESSAGE_LIMIT)}…` : text;
}
exports.shorten = shorten;

'use strict';

const { createRequire } = require('node:module');
const { join } = require('node:path');
const { findPlugin, listModels, shorten } = require('./report.cjs');

const CONVERSE_LIMIT_MS = 60_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;

/** The model of the configuration, reached through ChatLuna's own adapter. */
exports.createModel = (ctx, { model, adapter }) => {
  const trouble = watchLog(ctx);
  if (model && adapter) keepOffered(ctx, model, adapter);
  return {
    /** One question and its answer; leaves no room and no history behind. Throws `{ kind, message }`. */
    async converse({ text, system }, left) {
      if (!model) throw { kind: 'modelMissing', message: 'no model is configured' };
      const signal = AbortSignal.any([left, AbortSignal.timeout(CONVERSE_LIMIT_MS)]);
      const startedAt = Date.now();
      try {
        const llm = await findModel(ctx, model);
        if (!llm) throw new Error(trouble.text || `ChatLuna does not offer the model ${model}`);
        const { content } = await llm.invoke([...(system ? [['system', system]] : []), ['human', text]], {
          signal,
        });
        return { answer: readContent(content), latencyMs: Date.now() - startedAt };
      } catch (error) {
        throw explain(error, trouble.text);
      }
    },
  };
};

async function findModel(ctx, model) {
  const chatluna = ctx.get('chatluna');
  if (!chatluna || !listModels(ctx).includes(model)) return undefined;
  const slash = model.indexOf('/');
  return (await chatluna.createChatModel(model.slice(0, slash), model.slice(slash + 1))).value;
}

/** What an error is called that holds nothing but one of ChatLuna's codes, and the rule above it in the log. */
const EMPTY = /^(ChatLunaError|=)/;

/** The last error that ChatLuna or an adapter logged: they throw it away where it happens. */
function watchLog(ctx) {
  const { Logger } = createRequire(join(process.cwd(), 'package.json'))('koishi');
  const trouble = { text: '' };
  const target = {
    colors: 0,
    record({ type, name, content }) {
      if (type !== 'error' || !name.includes('chatluna') || EMPTY.test(content)) return;
      trouble.text = content.split('\n')[0];
    },
  };
  Logger.targets.push(target);
  ctx.on('dispose', () => {
    Logger.targets.splice(Logger.targets.indexOf(target), 1);
  });
  return trouble;
}

/**
 * Some adapters ask for the list of models once, when they start, and give up when there is no answer: after a
 * reboot the network is often later than the container. They are started again until they offer the model.
 */
function keepOffered(ctx, model, adapter) {
  let delay = FIRST_RETRY_MS;
  function look() {
    if (listModels(ctx).includes(model)) {
      delay = FIRST_RETRY_MS;
    } else if (ctx.get('chatluna')) {
      restart(findPlugin(ctx, adapter));
      delay = Math.min(delay * 2, LONGEST_RETRY_MS);
    }
    ctx.setTimeout(look, delay);
  }
  ctx.setTimeout(look, delay);
}

/** What runs is the fork of a plugin that may be there twice, else the plugin itself. */
function restart(fork) {
  const running = fork?.runtime.isForkable ? fork : fork?.runtime;
  running?.restart();
}

function readContent(content) {
  const text = typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
  return text.trim();
}

/** What providers say, in the order in which to believe it: an empty purse often travels as a 429. */
const KINDS = [
  [/\b402\b|insufficient|quota|balance|arrear|欠费|余额/i, 'quota'],
  [/\b429\b|rate.?limit|too many requests/i, 'rateLimited'],
  [/\b401\b|\b403\b|api.?key|unauthorized|authentication|permission/i, 'keyRefused'],
  [/\b404\b|model.{0,40}(not.{0,3}(found|exist)|missing)|does not offer/i, 'modelMissing'],
  [/timed? ?out|timeout|aborted/i, 'timeout'],
  [
    /fetch failed|\b5\d\d\b|ECONN|ENOTFOUND|EAI_AGAIN|EHOST|certificate|socket|Result: undefined/i,
    'unreachable',
  ],
];

/** ChatLuna's own codes, where the text tells nothing. */
const CODES = { 1: 'unreachable', 2: 'unreachable', 5: 'timeout', 102: 'timeout', 103: 'unreachable' };

/** A key that failed too often is locked for a while; the error then does not say why. */
const LOCKED = 307;

function explain(error, trouble) {
  const said = [];
  for (let cause = error; cause && said.length < 5; cause = cause.originError ?? cause.cause) {
    if (cause.name !== 'ChatLunaError') said.push([cause.code, cause.message].filter(Boolean).join(' '));
  }
  if (error.errorCode === LOCKED || said.length === 0) said.push(trouble);
  const text = said.filter(Boolean).join(' ← ') || String(error.message);
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? CODES[error.errorCode] ?? 'unknown';
  return { kind, message: shorten(text) };
}

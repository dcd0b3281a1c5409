'use strict';

/**
 * BotPier's own plugin inside Koishi: says over HTTP how the brain is, asks the model one thing on request,
 * keeps the OneBot line up, and gives the owner command over the bot. Loaded by its absolute path.
 */
const { createHash, timingSafeEqual } = require('node:crypto');
const { PassThrough } = require('node:stream');
const { createModel } = require('./model.cjs');
const { keepLine } = require('./onebot-line.cjs');
const { observe } = require('./report.cjs');

const OWNER_AUTHORITY = 5;
const RULE = 'botpier';
const COMMENT_EVERY_MS = 15_000;
const BODY_LIMIT_BYTES = 256 * 1024;

exports.name = 'botpier';
exports.inject = ['server'];

/**
 * `config.token`: what callers must bear · `model`: `<platform>/<model>` to converse with · `adapter`: the key
 * of the plugin that offers it · `owners`: QQ numbers that may command the bot · `hearing`: whom it hears, where
 * that is not everybody.
 */
exports.apply = (ctx, config) => {
  if (!config.token) throw new Error('the companion was given no token');
  grantOwners(ctx, config.owners ?? []);
  if (config.hearing) hear(ctx, config.hearing, config.owners ?? []);
  if (config.model) fixModel(ctx, config.model);
  serve(ctx, createGuard(config.token), {
    line: keepLine(ctx),
    model: createModel(ctx, config),
    report: observe(ctx),
  });
};

/** The owners of the configuration, and nobody else, hold the highest authority. */
function grantOwners(ctx, owners) {
  ctx.inject(['database'], async ({ database }) => {
    const ids = [];
    for (const owner of owners) {
      const known = await database.getUser('onebot', owner, ['id']);
      const user = known ?? (await database.createUser('onebot', owner, { authority: OWNER_AUTHORITY }));
      ids.push(user.id);
    }
    await database.set('user', { authority: OWNER_AUTHORITY, id: { $nin: ids } }, { authority: 1 });
    await database.set('user', { id: { $in: ids } }, { authority: OWNER_AUTHORITY });
  });
}

/** Ends messages of groups and people that the bot shall not hear, before anybody else sees them. The owner is heard. */
function hear(ctx, { groups, people }, owners) {
  const hears = ({ hears: rule, list }, id) => rule === 'all' || list.includes(id) === (rule === 'only');
  ctx.middleware(({ isDirect, guildId, userId }, next) => {
    const isHeard =
      owners.includes(userId) || (hears(people, userId) && (isDirect || hears(groups, guildId)));
    return isHeard ? next() : undefined;
  }, true);
}

/**
 * Conversations of ChatLuna 1.4 stay with the model they began with, also when its adapter is gone. A rule that
 * holds everywhere gives them the one of the configuration; 1.3 has no such table, and a setting for it instead.
 */
function fixModel(ctx, fixedModel) {
  ctx.inject(['database', 'chatluna'], async ({ database }) => {
    if (!database.tables.chatluna_constraint) return;
    const [rule] = await database.get('chatluna_constraint', { name: RULE });
    if (rule) await database.set('chatluna_constraint', { name: RULE }, { fixedModel });
    else await database.create('chatluna_constraint', { name: RULE, enabled: true, priority: 0, fixedModel });
  });
}

function serve(ctx, guard, { line, model, report }) {
  const streams = new Set();
  ctx.on('dispose', () => {
    for (const stream of streams) stream.end();
  });

  ctx.server.get('/botpier/report', guard, (http) => {
    http.type = 'json';
    http.body = report.take();
  });

  ctx.server.get('/botpier/events', guard, (http) => {
    const stream = new PassThrough();
    const send = (data) => stream.write(`data: ${data}\n\n`);
    const unsubscribe = report.subscribe(send);
    const stopComments = ctx.setInterval(() => stream.write(':\n\n'), COMMENT_EVERY_MS);
    streams.add(stream);
    http.res.once('close', () => {
      unsubscribe();
      stopComments();
      streams.delete(stream);
    });
    http.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    http.body = stream;
    send(report.take());
  });

  ctx.server.post('/botpier/converse', guard, async (http) => {
    const asked = await readAsked(http.req);
    if (asked === undefined) {
      http.status = 400;
      return;
    }
    const left = new AbortController();
    http.res.once('close', () => left.abort());
    try {
      http.body = await model.converse(asked, left.signal);
    } catch ({ kind = 'unknown', message }) {
      http.status = 502;
      http.body = { error: { kind, message } };
    }
  });

  ctx.server.post('/botpier/reconnect', guard, async (http) => {
    await line.reconnect();
    http.status = 204;
  });
}

/** Middleware that lets nobody pass without the token. */
function createGuard(token) {
  const digest = (text) => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${token}`);
  function guard(http, next) {
    if (timingSafeEqual(digest(http.get('Authorization')), expected)) return next();
    http.status = 401;
  }
  // Koishi's server would read and parse a body before it asks who sends it.
  guard[Symbol.for('noParseBody')] = true;
  return guard;
}

/** The `text` of a JSON body, and who is to answer it (`system`); undefined when there is none, or too much of it. */
async function readAsked(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const { text, system } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof text !== 'string' || text === '') return undefined;
    return { text, system: typeof system === 'string' ? system : '' };
  } catch {
    return undefined;
  }
}

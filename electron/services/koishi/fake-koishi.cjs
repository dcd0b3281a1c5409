'use strict';

/**
 * As much of Koishi as the companion and the runner touch, for tests: started by the runner in the place of
 * Koishi's worker, it loads the companion named in its configuration (JSON) into a context over real HTTP.
 * `/fake/<action>` plays what happens to it.
 */
const http = require('node:http');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const { Logger } = createRequire(join(process.cwd(), 'package.json'))('koishi');
const config = JSON.parse(readFileSync(process.env.KOISHI_CONFIG_FILE, 'utf8'));

const handlers = new Map();
const routes = new Map();
const emit = (event, ...args) => {
  for (const handler of handlers.get(event) ?? []) handler(...args);
};

const bot = {
  sn: 1,
  platform: 'onebot',
  selfId: '10001',
  starts: 0,
  _status: 1,
  error: undefined,
  adapter: { socket: undefined },
  get status() {
    return this._status;
  },
  set status(value) {
    this._status = value;
    // Koishi hands out a new proxy each time.
    emit('bot-status-updated', new Proxy(this, {}));
  },
  get isActive() {
    return this._status !== 0 && this._status !== 3;
  },
  async start() {
    this.starts++;
    this.status = 1;
  },
  async stop() {
    this.status = 0;
  },
};

let models = [{ platform: 'deepseek', name: 'deepseek-chat' }];

const said = (error) =>
  Object.assign(new Error('code'), { name: 'ChatLunaError', errorCode: 1, originError: error });
const llm = {
  async invoke(messages, { signal }) {
    const text = messages.at(-1)[1];
    const system = messages.length > 1 ? messages[0].join(' ') : '';
    if (text === 'hang')
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    if (text.startsWith('fail ')) throw said(new Error(text.slice(5)));
    return { content: ` you said ${text} ${system}` };
  },
};

const users = [
  { id: 1, pid: '999', authority: 5 },
  { id: 2, pid: '123456', authority: 1 },
];
const rules = [];
const database = {
  tables: { chatluna_constraint: {} },
  get: async (_, { name }) => rules.filter((rule) => rule.name === name),
  create: async (_, rule) => rules.push(rule),
  getUser: async (_, pid) => users.find((user) => user.pid === pid),
  createUser: async (_, pid, data) => users[users.push({ id: users.length + 1, pid, ...data }) - 1],
  set: async (table, { authority, id }, change) => {
    if (table === 'chatluna_constraint') return Object.assign(rules[0], change);
    for (const user of users) {
      if (authority !== undefined && user.authority !== authority) continue;
      if (id.$in && !id.$in.includes(user.id)) continue;
      if (id.$nin?.includes(user.id)) continue;
      Object.assign(user, change);
    }
  },
};

const timer = (start, stop) => (run, ms) => {
  const handle = start(run, ms);
  return () => stop(handle);
};
const restart = () => {
  models = [{ platform: 'deepseek', name: 'deepseek-chat' }];
  emit('chatluna/model-added');
};
const plugin = { hasError: false, runtime: { hasError: false, isForkable: false, restart } };
const record = Object.fromEntries(Object.keys(config.plugins).map((key) => [key, plugin]));

let heard;
/** Whether the companion lets each of these pass. */
const MESSAGES = [
  { isDirect: true, userId: '1' },
  { isDirect: false, userId: '1', guildId: '9' },
  { isDirect: false, userId: '1', guildId: '8' },
  { isDirect: true, userId: '2' },
  { isDirect: false, userId: '123456', guildId: '8' },
];
const ctx = {
  bots: [bot],
  loader: { config, entry: { scope: { [Symbol.for('koishi.loader.record')]: record } } },
  logger: () => console,
  middleware: (run, prepend) => {
    heard = { run, prepend };
  },
  on: (event, handler) => handlers.set(event, [...(handlers.get(event) ?? []), handler]),
  get: (name) =>
    name === 'chatluna'
      ? {
          platform: { listAllModels: () => ({ value: models }) },
          createChatModel: async () => ({ value: llm }),
        }
      : undefined,
  inject: (_, run) => void run({ database }),
  setTimeout: timer(setTimeout, clearTimeout),
  setInterval: timer(setInterval, clearInterval),
  server: Object.fromEntries(
    ['get', 'post'].map((method) => [
      method,
      (path, ...chain) => routes.set(`${method.toUpperCase()} ${path}`, chain),
    ]),
  ),
};

/** What happens to a Koishi, by name. */
const ACTIONS = {
  drop: () => {
    bot.status = 0;
  },
  forgetModels: () => {
    models = [];
    for (const { record } of Logger.targets) {
      record({
        type: 'error',
        name: 'chatluna',
        content: 'Error: listing failed: 401 Unauthorized\n    at x',
      });
      record({ type: 'error', name: 'chatluna', content: 'ChatLunaError: 303' });
    }
    emit('chatluna/model-removed');
  },
  breakPlugin: () => {
    record['adapter-onebot:a'] = {
      hasError: true,
      error: new Error('$.selfId expected string'),
      runtime: {},
    };
    record['chatluna:b'] = undefined;
    emit('internal/status');
  },
  hears: () => ({
    first: heard.prepend,
    passed: MESSAGES.map((message) => heard.run(message, () => true) === true),
  }),
  starts: () => bot.starts,
  users: () => users,
  rules: () => rules,
  env: () => ({
    shared: process.env.KOISHI_SHARED,
    file: process.env.KOISHI_CONFIG_FILE,
    cwd: process.cwd(),
  }),
  crash: () => process.exit(3),
  reload: () => {
    process.send({ type: 'shared', body: '{"startTime":1}' }, () => process.exit(51));
  },
};

const key = Object.keys(config.plugins).find((name) => name.includes('companion.cjs'));
require(key.slice(0, key.lastIndexOf(':'))).apply(ctx, config.plugins[key]);

/** A request as koa would show it: middleware in a row, then the body as it was left. */
async function answer(req, res) {
  const action = ACTIONS[req.url.replace('/fake/', '')];
  if (action) return res.end(JSON.stringify(action() ?? null));
  const chain = routes.get(`${req.method} ${req.url}`) ?? [];
  const c = { req, res, status: undefined, body: undefined, set: (headers) => setAll(res, headers) };
  c.get = (name) => req.headers[name.toLowerCase()] ?? '';
  const run = (at) => chain[at]?.(c, () => run(at + 1));
  await run(0);
  res.statusCode = c.status ?? (c.body === undefined ? 404 : 200);
  if (c.body?.pipe) {
    res.flushHeaders();
    c.body.pipe(res);
  } else {
    res.end(typeof c.body === 'object' ? JSON.stringify(c.body) : c.body);
  }
}

function setAll(res, headers) {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

const server = http.createServer((req, res) => {
  answer(req, res).catch((error) => res.destroy(error));
});
server.listen(Number(process.env.FAKE_PORT), '127.0.0.1', () =>
  console.log(`listening ${server.address().port}`),
);
// Not 0, so that the runner's own 0 is seen to be its own.
process.on('SIGTERM', () => process.exit(7));

/**
 * Brings the packages of plugins.json, beside this file, into the working directory's node_modules, with the
 * yarn that lies there. Killed at any moment, the next run makes good; failed, it leaves package.json and
 * yarn.lock as they were. Tells how it goes in lines of `botpier ` and JSON:
 * `{ step, steps, name }` · `{ bytes }` fetched so far · `{ failed, message }`, one line, last.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findConflicts } from './compatible.mjs';

const base = process.cwd();
const wish = JSON.parse(fs.readFileSync(join(import.meta.dirname, 'plugins.json'), 'utf8'));

const MARKER = join(base, '.botpier-plugins.json');
const CACHE = join(base, '.botpier-cache');
const SAVED = '.botpier-saved';
const MANIFESTS = ['package.json', 'yarn.lock'];

const STEPS = ['resolve', 'fetch', 'link', 'check'];
const BYTES_EVERY_MS = 1_000;

class Failure extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

function say(fact) {
  process.stdout.write(`botpier ${JSON.stringify(fact)}\n`);
}

function begin(name) {
  say({ step: STEPS.indexOf(name) + 1, steps: STEPS.length, name });
}

// ── what is there ─────────────────────────────────────────────────────────────────────────────────────────────

/** Reads JSON; undefined when it is missing or torn. */
function read(path) {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function write(path, value) {
  fs.writeFileSync(`${path}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
  fs.renameSync(`${path}.tmp`, path);
}

/** The wished packages as they really lie in node_modules; `version` undefined for one that cannot be loaded. */
function inspect() {
  const resolve = createRequire(join(base, 'package.json')).resolve;
  return wish.packages.map(({ name }) => {
    const manifest = read(join(base, 'node_modules', name, 'package.json'));
    try {
      resolve(name);
    } catch {
      return { name, version: undefined, peers: {} };
    }
    return { name, version: manifest?.version, peers: manifest?.peerDependencies ?? {} };
  });
}

function findMissing() {
  const found = new Map(inspect().map(({ name, version }) => [name, version]));
  return wish.packages.filter(({ name, version }) => found.get(name) !== version);
}

function refuseConflicts(packages) {
  const conflicts = findConflicts(packages);
  if (conflicts.length > 0) throw new Failure('incompatible', conflicts.join('; '));
}

// ── the manifests, saved while yarn works ─────────────────────────────────────────────────────────────────────

function save() {
  for (const name of MANIFESTS) {
    const path = join(base, name);
    if (!fs.existsSync(path)) continue;
    fs.copyFileSync(path, `${path}${SAVED}.tmp`);
    fs.renameSync(`${path}${SAVED}.tmp`, `${path}${SAVED}`);
  }
}

/** Whether an earlier run did not come to its end. */
function restore() {
  const saved = MANIFESTS.filter((name) => fs.existsSync(join(base, name + SAVED)));
  for (const name of saved) fs.renameSync(join(base, name + SAVED), join(base, name));
  return saved.length > 0;
}

function forget() {
  for (const name of MANIFESTS) fs.rmSync(join(base, name + SAVED), { force: true });
  fs.rmSync(CACHE, { recursive: true, force: true });
}

/** Only what the bot needs: every package less is one less to download, and to trust. */
function writeManifest() {
  const path = join(base, 'package.json');
  const { devDependencies: _, ...manifest } = read(path) ?? { name: 'koishi', private: true };
  const dependencies = Object.fromEntries(wish.packages.map(({ name, version }) => [name, version]));
  write(path, { ...manifest, dependencies });
}

// ── yarn ──────────────────────────────────────────────────────────────────────────────────────────────────────

function findYarn() {
  const rc = join(base, '.yarnrc.yml');
  const path = fs.existsSync(rc) && /^yarnPath: *["']?(.+?)["']? *$/m.exec(fs.readFileSync(rc, 'utf8'))?.[1];
  if (!path) throw new Failure('unknown', 'the image brings no yarn (.yarnrc.yml names none)');
  return join(base, path);
}

/** Undefined when the image's own is used. */
const registry = process.env.YARN_NPM_REGISTRY_SERVER && new URL(process.env.YARN_NPM_REGISTRY_SERVER);

function yarnEnv() {
  return {
    ...process.env,
    YARN_CACHE_FOLDER: CACHE,
    YARN_ENABLE_GLOBAL_CACHE: 'false',
    YARN_ENABLE_MIRROR: 'false',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
    YARN_ENABLE_PROGRESS_BARS: 'false',
    // No package of ours needs one, and whose scripts would run is more than anybody has read.
    YARN_ENABLE_SCRIPTS: 'false',
    YARN_ENABLE_TELEMETRY: '0',
    ...(registry?.protocol === 'http:' ? { YARN_UNSAFE_HTTP_WHITELIST: registry.hostname } : {}),
  };
}

function countBytes() {
  let bytes = 0;
  for (const name of fs.existsSync(CACHE) ? fs.readdirSync(CACHE) : []) {
    bytes += fs.statSync(join(CACHE, name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

function runYarn() {
  const child = spawn(process.execPath, [findYarn(), 'install', '--json'], {
    cwd: base,
    env: yarnEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints = [];
  let rest = '';
  let ticking;

  function hear(line) {
    let entry;
    try {
      entry = JSON.parse(line);
    } catch {
      complaints.push(line);
      return;
    }
    const step = /^┌ (Resolution|Fetch|Link) step/.exec(entry.data)?.[1];
    if (step === 'Resolution') begin('resolve');
    if (step === 'Fetch') {
      begin('fetch');
      ticking = setInterval(() => say({ bytes: countBytes() }), BYTES_EVERY_MS);
    }
    if (step === 'Link') {
      clearInterval(ticking);
      begin('link');
    }
    if (entry.type === 'error')
      complaints.unshift(`${entry.displayName} ${entry.data}`.split('\n    at ')[0]);
  }
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    lines.filter(Boolean).forEach(hear);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => complaints.push(chunk));
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => child.kill('SIGKILL'));

  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(ticking);
      if (code === 0) resolve();
      else reject(judge(complaints, signal ?? code));
    });
  });
}

const KINDS = [
  [/ENOSPC|no space left/i, 'diskFull'],
  [/YN0082|No candidates found|Package not found|Response Code: 404/i, 'notFound'],
  [
    /Response Code: |ERR_SOCKET|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|RequestError|Timeout|certificate|CERT_|proxy/i,
    'unreachable',
  ],
];

function judge(complaints, ending) {
  const text = complaints.join('\n');
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
  const line =
    complaints.reverse().find((complaint) => /^YN(?!0000)/.test(complaint)) ?? text.trim().split('\n')[0];
  const said = (line || `yarn ended with ${ending}`).replaceAll(/\s+/g, ' ').slice(0, 400);
  return new Failure(
    kind,
    kind === 'unreachable' ? `${said} (${registry?.host ?? 'registry of the image'})` : said,
  );
}

// ── the run ───────────────────────────────────────────────────────────────────────────────────────────────────

async function install() {
  refuseConflicts(wish.packages);
  if (read(MARKER)?.key === wish.key && findMissing().length === 0) return forget();

  const interrupted = restore();
  // Without its state yarn lays node_modules out anew, instead of trusting what a kill left half written.
  if (interrupted) fs.rmSync(join(base, 'node_modules/.yarn-state.yml'), { force: true });
  fs.rmSync(MARKER, { force: true });
  save();
  writeManifest();
  await runYarn();

  begin('check');
  const missing = findMissing();
  if (missing.length > 0) {
    throw new Failure('unknown', `not installed: ${missing.map(({ name }) => name).join(', ')}`);
  }
  refuseConflicts(inspect());
  write(MARKER, { key: wish.key });
  forget();
}

install().then(
  () => say({ done: true }),
  (error) => {
    restore();
    const kind = error.kind ?? (error.code === 'ENOSPC' ? 'diskFull' : 'unknown');
    say({ failed: kind, message: error.message });
    process.exitCode = 1;
  },
);

import { spawnSync } from 'node:child_process';
import { createHash, hkdfSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gcmsiv } from '@noble/ciphers/aes.js';
import { Decrypter } from 'age-encryption';
import type { Oracle } from '../../electron/rehearsal/code-host/test-oracle';
import { filesAt } from './data';

const ROOT = /^botpier\/(data|sealed|large)\/(.*?)(?:\.age|\.blocks|\.json)?$/;

export interface Judge {
  /** The state that the branch holds. What is wrong with it goes into `wrong`. */
  look(wrong: string[]): Promise<number | undefined>;
  /** What a restore handed out: one state, whole. */
  lookAtRestored(file: string, wrong: string[]): Promise<void>;
}

/** Judges by command-line git, the files of the release as they lie there, and what README.md says of encryption; by nothing of the product's. */
export function createJudge(
  oracle: Oracle,
  gitDir: string,
  owner: string,
  name: string,
  seed: number,
  identity: string,
): Judge {
  const open = async (sealed: Buffer) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return Buffer.from(await decrypter.decrypt(sealed));
  };

  /** Blocks of 4096 bytes, each with its tag, under their number and a key of the file's own. */
  const openBlocks = (sealed: Buffer, salt: string) => {
    const key = hkdfSync('sha256', identity, Buffer.from(salt, 'hex'), 'blocks of a file', 32);
    const blocks: Uint8Array[] = [];
    for (let index = 0; index * 4_112 < sealed.length; index++) {
      const nonce = Buffer.alloc(12);
      nonce.writeUInt32BE(index, 8);
      const block = sealed.subarray(index * 4_112, (index + 1) * 4_112);
      blocks.push(gcmsiv(new Uint8Array(key), nonce).decrypt(block));
    }
    return Buffer.concat(blocks);
  };

  async function look(wrong: string[]): Promise<number | undefined> {
    const head = await oracle.head(owner, name);
    if (head === undefined) return undefined;
    const list = await oracle.list(owner, name, head);
    const stamp = list.find(({ path }) => path === 'botpier/data/koishi/data/stamp');
    if (!stamp) return undefined;
    const blobs = readAll(gitDir, list);
    const n = Number(blobs.get(stamp.path));
    const assets = new Map((await oracle.assets(owner, name)).map((asset) => [asset.name, asset]));
    const expected = filesAt(seed, n);
    const seen = new Set<string>();
    const salts = saltsIn(blobs.get('botpier/manifest.jsonl')?.toString() ?? '');
    for (const { path } of list) {
      const [, kind, escaped = ''] = ROOT.exec(path) ?? [];
      if (kind === undefined || path === 'botpier/bot.age') continue;
      const place = kind === 'data' ? path.slice('botpier/data/'.length) : escaped;
      const file = unescaped(place);
      seen.add(file);
      const bytes = blobs.get(path) ?? Buffer.alloc(0);
      if (path.endsWith('.blocks')) {
        compare(file, openBlocks(bytes, salts.get(file) ?? ''));
        continue;
      }
      if (kind !== 'large') {
        compare(file, kind === 'sealed' ? await open(bytes) : bytes);
        continue;
      }
      const { parts, encrypted } = JSON.parse(bytes.toString()) as {
        parts: { asset: string }[];
        encrypted: boolean;
      };
      const pieces: Buffer[] = [];
      for (const { asset } of parts) {
        const stored = assets.get(asset);
        if (stored?.state !== 'uploaded' || stored.sha256 !== asset) {
          wrong.push(`DANGLING POINTER ${file} in state ${n}`);
          return n;
        }
        pieces.push(await oracle.assetBytes(owner, name, asset));
      }
      const whole = Buffer.concat(pieces);
      compare(file, encrypted ? await open(whole) : whole);
    }
    for (const file of expected.keys())
      if (!seen.has(file)) wrong.push(`MIXED: ${file} is not in state ${n}`);
    return n;

    function compare(file: string, bytes: Buffer): void {
      if (!expected.get(file)?.equals(bytes)) wrong.push(`MIXED: ${file} is not of state ${n}`);
    }
  }

  return {
    look,
    async lookAtRestored(file, wrong) {
      const { files, n } = JSON.parse(await readFile(file, 'utf8')) as {
        files: [string, string][];
        n: string;
      };
      const expected = filesAt(seed, Number(n));
      if (files.length !== expected.size)
        wrong.push(`MIXED: a restore of state ${n} has ${files.length} files`);
      for (const [place, path] of files) {
        const bytes = await readFile(path);
        if (sum(bytes) !== sum(expected.get(place) ?? Buffer.from('none')))
          wrong.push(`MIXED: restored ${place} is not of ${n}`);
      }
    },
  };
}

/** By the places of files, of a manifest's lines. */
function saltsIn(manifest: string): Map<string, string> {
  const lines = manifest.trim().split('\n').slice(1);
  const entries = lines.map((line) => JSON.parse(line) as Record<string, string>);
  return new Map(
    entries.flatMap(({ service, volume, path, blocks }) =>
      blocks === undefined ? [] : [[`${service}/${volume}/${path}`, blocks]],
    ),
  );
}

function unescaped(path: string): string {
  return path.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The bytes of all files of a commit, by one `git cat-file`. */
function readAll(gitDir: string, list: readonly { object: string; path: string }[]): Map<string, Buffer> {
  const input = list.map(({ object }) => `${object}\n`).join('');
  const { stdout } = spawnSync('git', ['--git-dir', gitDir, 'cat-file', '--batch'], {
    input,
    maxBuffer: 1 << 28,
  });
  const found = new Map<string, Buffer>();
  let at = 0;
  for (const { path } of list) {
    const end = stdout.indexOf(10, at);
    const size = Number(stdout.toString('latin1', at, end).split(' ')[2]);
    found.set(path, stdout.subarray(end + 1, end + 1 + size));
    at = end + 2 + size;
  }
  return found;
}

function sum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

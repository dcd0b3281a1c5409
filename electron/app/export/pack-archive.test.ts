import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packArchive } from './pack-archive';

it('is what tar unpacks, with modes and Chinese text', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'botpier-archive-'));
  const archive = await packArchive('bot', [
    { path: 'README.md', content: '你好\n', mode: 0o644 },
    { path: 'config/a/b.txt', content: 'b', mode: 0o644 },
    { path: '.env', content: 'A=1\n', mode: 0o600 },
  ]);
  execFileSync('tar', ['-xzf', '-', '-C', dir], { input: archive });
  expect(readFileSync(join(dir, 'bot/README.md'), 'utf8')).toBe('你好\n');
  expect(readFileSync(join(dir, 'bot/config/a/b.txt'), 'utf8')).toBe('b');
  expect(statSync(join(dir, 'bot/.env')).mode & 0o777).toBe(0o600);
  rmSync(dir, { recursive: true });
});

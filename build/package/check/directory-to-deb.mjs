#!/usr/bin/env node
// Stands in for the packer that electron-builder would download: understands as much of its command line as is used
// for a .deb, and has Debian's own dpkg-deb make it.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const WITHOUT_VALUE = new Set(['--force', '--debug']);
const LISTS = new Set(['-d', '--deb-recommends']);
const SCRIPTS = { '--after-install': 'postinst', '--after-remove': 'postrm' };

const options = {};
const mappings = [];
const args = process.argv.slice(2);
while (args.length > 0) {
  const arg = args.shift();
  if (!arg.startsWith('-')) mappings.push(arg);
  else if (LISTS.has(arg)) options[arg] = [...(options[arg] ?? []), args.shift()];
  else if (!WITHOUT_VALUE.has(arg)) options[arg] = args.shift();
}
if (options['-t'] !== 'deb') throw new Error(`only .deb can be made here, not ${options['-t']}`);

const root = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  chmodSync(root, 0o755);
  for (const mapping of mappings) {
    const at = mapping.lastIndexOf('=');
    place(mapping.slice(0, at), join(root, mapping.slice(at + 1)));
  }
  const kilobytes = execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0];
  mkdirSync(join(root, 'DEBIAN'));
  writeFileSync(join(root, 'DEBIAN/control'), control(kilobytes));
  for (const [option, name] of Object.entries(SCRIPTS)) {
    copyFileSync(options[option], join(root, 'DEBIAN', name));
    chmodSync(join(root, 'DEBIAN', name), 0o755);
  }
  const compression = `-Z${options['--deb-compression'] ?? 'xz'}`;
  execFileSync('dpkg-deb', ['--root-owner-group', compression, '--build', root, options['--package']]);
} finally {
  rmSync(root, { recursive: true });
}

function place(source, target) {
  mkdirSync(dirname(target), { recursive: true, mode: 0o755 });
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  if (!source.endsWith('/')) chmodSync(target, 0o644);
}

function control(kilobytes) {
  const [synopsis = '', ...description] = options['--description'].split('\n');
  const fields = {
    Package: options['--name'],
    Version: options['--version'],
    Architecture: options['--architecture'],
    Maintainer: options['--maintainer'],
    'Installed-Size': kilobytes,
    Depends: options['-d'].join(', '),
    Recommends: options['--deb-recommends']?.join(', '),
    Section: options['--category'],
    Priority: options['--deb-priority'],
    Homepage: options['--url'],
    Description: [synopsis, ...description.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  const lines = Object.entries(fields).filter(([, value]) => value);
  return `${lines.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`;
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeLicences } from './write-licences';

test('each package goes with its name, version, licence and every text that the licence wants', async () => {
  const root = await mkdtemp(join(tmpdir(), 'licences-'));
  const make = async (name: string, manifest: object, files: Record<string, string>) => {
    const folder = join(root, name);
    await mkdir(folder);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    return folder;
  };
  const folders = [
    await make('with-notice', { license: 'Apache-2.0' }, { LICENSE: 'terms\n', 'NOTICE.txt': 'notice' }),
    await make('bare', {}, { 'licenses.js': 'code', 'README.md': 'MIT' }),
    await make('british', { license: 'ISC' }, { 'Licence-ISC': 'isc' }),
  ];
  const path = join(root, 'licences.json');
  await writeLicences(folders, path);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual([
    { name: 'bare', version: '1.0.0', licence: '', text: '' },
    { name: 'british', version: '1.0.0', licence: 'ISC', text: 'isc' },
    { name: 'with-notice', version: '1.0.0', licence: 'Apache-2.0', text: 'terms\n\nnotice' },
  ]);
  await rm(root, { recursive: true });
});

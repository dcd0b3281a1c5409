import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().default(''),
});

/** A package whose code is in ours, with the text that its licence wants to go along. */
export interface Licence {
  name: string;
  version: string;
  /** By SPDX; empty when the package does not say. */
  licence: string;
  text: string;
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-][\w.-]+)?$/i;

/** Writes the licences of these packages, given by their folders, into one file that the page can show. */
export async function writeLicences(folders: Iterable<string>, path: string): Promise<void> {
  const licences = await Promise.all([...folders].map(readLicence));
  licences.sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
  await writeFile(path, JSON.stringify(licences));
}

async function readLicence(folder: string): Promise<Licence> {
  const { name, version, license } = Manifest.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  );
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return { name, version, licence: license, text: texts.map((text) => text.trim()).join('\n\n') };
}

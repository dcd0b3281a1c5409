import { chmod, copyFile, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import manifest from '../../../package.json' with { type: 'json' };
import { makePortableExecutable } from './portable-executable';

/** The wire of fuses as Electron's program carries it: a mark to find it by, its version, its length, its state. */
const FUSES = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09101110010', 'latin1');
const LOCALES = ['en-US', 'zh-CN', 'zh-TW', 'de', 'ja'];
const LPROJ_LOCALES = ['en', 'zh_CN', 'zh_TW', 'de', 'ja'];
const VERSION = manifest.devDependencies.electron;
const ELF_MACHINE_AT = 18;
const ELF_AARCH64 = 0xb7;
const EN_US = { lang: 1033, codepage: 1200 };

export type FakePlatform = 'linux' | 'win32' | 'darwin';

/**
 * Writes what electron-builder takes for an unpacked Electron: the same layout, and in the programs everything that it
 * looks for or rewrites. None of it runs.
 * @returns the folder to give as `electronDist`
 */
export async function makeFakeElectron(
  folder: string,
  platform: FakePlatform,
  arch: 'x64' | 'arm64',
): Promise<string> {
  const write = async (path: string, content: string | Buffer = '') => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await write('version', VERSION);
  await write('LICENSE', 'MIT\n');
  await write('LICENSES.chromium.html', '<!doctype html>\n');
  if (platform === 'darwin') {
    await writeMac(folder, write);
    return folder;
  }
  for (const locale of LOCALES) await write(`locales/${locale}.pak`, locale);
  for (const file of ['icudtl.dat', 'resources.pak', 'v8_context_snapshot.bin']) await write(file, file);
  if (platform === 'win32') {
    await write('electron.exe', makeWindowsProgram(arch));
    return folder;
  }
  for (const program of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
    await makeLinuxProgram(join(folder, program), arch);
  }
  return folder;
}

/** A real program with the wire behind it; for the other processor only its label is changed. */
async function makeLinuxProgram(path: string, arch: 'x64' | 'arm64'): Promise<void> {
  await copyFile('/bin/true', path);
  await chmod(path, 0o755);
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  await file.write(FUSES, 0, FUSES.length, size);
  const machine = Buffer.alloc(2);
  machine.writeUInt16LE(ELF_AARCH64);
  if (arch === 'arm64') await file.write(machine, 0, 2, ELF_MACHINE_AT);
  await file.close();
}

function makeWindowsProgram(arch: 'x64' | 'arm64'): Buffer {
  const program = NtExecutable.from(makePortableExecutable({ machine: arch, data: FUSES }));
  const resources = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.lang = EN_US.lang;
  version.setStringValues(EN_US, { ProductName: 'Electron', FileVersion: VERSION });
  version.outputToResourceEntries(resources.entries);
  resources.outputResource(program);
  return Buffer.from(program.generate());
}

async function writeMac(
  folder: string,
  write: (path: string, content?: string | Buffer) => Promise<void>,
): Promise<void> {
  const contents = 'Electron.app/Contents';
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  const bundle = async (at: string, name: string, program: string) => {
    await write(`${at}/Info.plist`, propertyList({ CFBundleExecutable: name, CFBundleName: name }));
    await write(`${at}/MacOS/${program}`, 'program');
    await chmod(join(folder, at, 'MacOS', program), 0o755);
  };
  await bundle(contents, 'Electron', 'Electron');
  await write(`${contents}/Resources/electron.icns`);
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    const name = `Electron Helper${kind}`;
    await bundle(`${contents}/Frameworks/${name}.app/Contents`, name, name);
  }
  for (const locale of LPROJ_LOCALES) {
    await write(`${contents}/Resources/${locale}.lproj/locale.pak`, locale);
    await write(`${framework}/Versions/A/Resources/${locale}.lproj/locale.pak`, locale);
  }
  await write(`${framework}/Versions/A/Electron Framework`, FUSES);
  await symlink('A', join(folder, framework, 'Versions/Current'));
  for (const name of ['Electron Framework', 'Resources']) {
    await symlink(`Versions/Current/${name}`, join(folder, framework, name));
  }
}

function propertyList(values: Record<string, string>): string {
  const entries = Object.entries(values).map(([key, value]) => `<key>${key}</key><string>${value}</string>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>${entries.join('')}</dict></plist>\n`;
}

import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { makePackages } from '../make-packages';
import { archivedFiles, changedFiles, fusesOf, integrityOf, WANTED_FUSES, wantedFiles } from './archive';
import { adaptToChecks, CHECKED } from './checked-packages';

const folder = join(CHECKED, 'win');
const { version } = manifest;
const LOADER_ARCHIVE = 'resources\\app.asar';

/** Machine numbers of the format's header, and the one word of it that tells a program from a library. */
const MACHINES = { x64: 0x8664, arm64: 0xaa64 } as const;

test('there is an installer and a portable program for each processor, and a feed of each channel', async () => {
  const names = (await readdir(folder)).filter((name) => /\.(exe|blockmap|yml)$/.test(name));
  expect(names.filter((name) => name !== 'builder-debug.yml').sort()).toEqual(
    [
      ...['x64', 'arm64'].flatMap((arch) => [
        `BotPier-${version}-win-${arch}.exe`,
        `BotPier-${version}-win-${arch}.exe.blockmap`,
        `BotPier-${version}-win-${arch}-portable.exe`,
      ]),
      'latest.yml',
      'beta.yml',
    ].sort(),
  );
});

test('the feed offers the installers, never the portable programs', async () => {
  const feed = await readFile(join(folder, 'latest.yml'), 'utf8');
  const urls = [...feed.matchAll(/url: (.+)/g)].map((match) => match[1]);
  expect([...new Set(urls)].sort()).toEqual([
    `BotPier-${version}-win-arm64.exe`,
    `BotPier-${version}-win-x64.exe`,
  ]);
  expect(feed).toContain('releaseNotes');
});

describe.each([
  { arch: 'x64', unpacked: 'win-unpacked' },
  { arch: 'arm64', unpacked: 'win-arm64-unpacked' },
] as const)('Windows $arch', ({ arch, unpacked }) => {
  const program = join(folder, unpacked, 'BotPier.exe');
  const archive = join(folder, unpacked, 'resources/app.asar');
  const read = async () => {
    const executable = NtExecutable.from(await readFile(program));
    return { executable, resources: NtExecutableResource.from(executable).entries };
  };

  test('the archive holds what the program reaches, unchanged, and nothing else', async () => {
    expect(archivedFiles(archive)).toEqual(await wantedFiles());
    expect(await changedFiles(archive)).toEqual([]);
  });

  test('the fuses are set', async () => {
    expect(await fusesOf(program)).toEqual(WANTED_FUSES);
  });

  test('the program tells its name, version and icon, and asks for no administrator', async () => {
    const { executable, resources } = await read();
    expect(executable.newHeader.fileHeader.machine).toBe(MACHINES[arch]);
    const [info] = Resource.VersionInfo.fromEntries(resources);
    const [language] = info?.getAvailableLanguages() ?? [];
    expect(language && info?.getStringValues(language)).toMatchObject({
      ProductName: 'BotPier',
      FileDescription: 'BotPier',
      ProductVersion: expect.stringContaining(version),
      LegalCopyright: expect.stringContaining('BotPier'),
    });
    const icons = Resource.IconGroupEntry.fromEntries(resources)[0]?.icons ?? [];
    expect(icons.map(({ width }) => width || 256)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
    const manifests = resources
      .filter(({ type }) => type === 24)
      .map(({ bin }) => Buffer.from(bin).toString());
    expect(manifests.join('')).not.toMatch(/requireAdministrator|highestAvailable/);
  });

  test('the program knows its archive by its hash', async () => {
    const { resources } = await read();
    const integrity = resources.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
    expect(JSON.parse(Buffer.from(integrity?.bin ?? new ArrayBuffer(0)).toString())).toEqual([
      { file: LOADER_ARCHIVE, alg: 'SHA256', value: integrityOf(archive) },
    ]);
  });

  test.each(['', '-portable'])('the installer%s carries the program as it was packed', async (kind) => {
    const installer = join(folder, `BotPier-${version}-win-${arch}${kind}.exe`);
    const packed = await readFile(program);
    expect(unpack(installer, 'BotPier.exe').equals(packed)).toBe(true);
    expect(unpack(installer, 'resources/app.asar').equals(await readFile(archive))).toBe(true);
    // Would ask for an administrator.
    expect(unpack(installer, 'resources/elevate.exe')).toHaveLength(0);
  });
});

/** A file out of an installer; empty when it holds none of that name. */
function unpack(installer: string, path: string): Buffer {
  const result = spawnSync('7za', ['x', '-so', installer, path], { maxBuffer: 64 * 1024 * 1024 });
  // 1: it wonders about the program around the archive.
  if (result.status === null || result.status > 1) throw new Error(String(result.stderr));
  return result.stdout;
}

test('the installer is made of our own script too: a mistake in it stops the packing', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'broken-installer-'));
  const script = join(scratch, 'installer.nsh');
  const own = await readFile(join(import.meta.dirname, '../installer.nsh'), 'utf8');
  await writeFile(script, own.replace('WriteRegStr', 'WriteRegStrange'));
  const adapt = (config: Configuration): Configuration => {
    const adapted = adaptToChecks(config, 'win');
    return {
      ...adapted,
      win: { ...adapted.win, target: [{ target: 'nsis', arch: 'x64' }] },
      nsis: { ...adapted.nsis, include: script },
    };
  };
  await expect(makePackages({ systems: ['win'], output: scratch, adapt })).rejects.toThrow(/WriteRegStrange/);
  await rm(scratch, { recursive: true });
});

import { chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { makeHollowLibrary } from './portable-executable';

/** Calls of plugins in an NSIS script: `Plugin::Function`. */
const PLUGIN_CALL = /\b([A-Za-z]\w+)::([A-Za-z_]\w*)/g;
const DEBIAN_PLUGINS = '/usr/share/nsis/Plugins/x86-unicode';

/**
 * Puts the system's own tools where electron-builder would otherwise download its own, and a stand-in where there is
 * none: hollow plugins for the installer's script, a Wine that runs nothing, an AppImage runtime of a few bytes.
 * @returns the environment that makes electron-builder use them
 */
export async function makeFakeTools(folder: string): Promise<NodeJS.ProcessEnv> {
  const appimage = join(folder, 'appimage');
  await mkdir(join(appimage, 'runtimes'), { recursive: true });
  for (const tool of ['mksquashfs', 'desktop-file-validate']) {
    await symlink(`/usr/bin/${tool}`, join(appimage, tool));
  }
  for (const arch of ['x64', 'arm64']) {
    await mkdir(join(appimage, 'lib', arch), { recursive: true });
    await writeFile(join(appimage, 'runtimes', `runtime-${arch}`), RUNTIME);
  }

  const nsis = join(folder, 'nsis');
  await mkdir(nsis, { recursive: true });
  await script(join(nsis, 'makensis'), 'exec /usr/bin/makensis "$@"');
  const plugins = join(folder, 'nsis-resources/plugins/x86-unicode');
  await mkdir(plugins, { recursive: true });
  for (const [name, functions] of await missingPlugins()) {
    await writeFile(join(plugins, `${name}.dll`), makeHollowLibrary(`${name}.dll`, [...functions]));
  }

  const programs = join(folder, 'bin');
  await mkdir(programs, { recursive: true });
  // Run with the half-made installer, which would write the uninstaller beside itself.
  await script(
    join(programs, 'wine'),
    'echo uninstaller > "$(dirname "$1")/$(basename "$1" exe)__uninstaller.exe"',
  );

  return {
    PATH: `${programs}:${process.env['PATH']}`,
    APPIMAGE_TOOLS_PATH: appimage,
    CUSTOM_FPM_PATH: join(import.meta.dirname, 'directory-to-deb.mjs'),
    ELECTRON_BUILDER_7ZIP_PATH: '/usr/bin/7za',
    ELECTRON_BUILDER_NSIS_DIR: nsis,
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: join(folder, 'nsis-resources'),
  };
}

/** What stands before the files in an AppImage made with these tools. */
export const RUNTIME = 'no runtime\n';

async function script(path: string, line: string): Promise<void> {
  await writeFile(path, `#!/bin/sh\n${line}\n`);
  await chmod(path, 0o755);
}

/** The plugins that electron-builder's scripts call and Debian does not have, each with its functions. */
async function missingPlugins(): Promise<Map<string, Set<string>>> {
  const present = new Set((await readdir(DEBIAN_PLUGINS)).map((file) => file.replace(/\.dll$/, '')));
  const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const templates = join(builder.resolve('app-builder-lib/package.json'), '../templates/nsis');
  const missing = new Map<string, Set<string>>();
  for (const entry of await readdir(templates, { recursive: true, withFileTypes: true })) {
    if (!/\.ns[hi]$/.test(entry.name)) continue;
    const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
    for (const [, plugin = '', name = ''] of text.matchAll(PLUGIN_CALL)) {
      if (present.has(plugin)) continue;
      missing.set(plugin, (missing.get(plugin) ?? new Set()).add(name));
    }
  }
  return missing;
}

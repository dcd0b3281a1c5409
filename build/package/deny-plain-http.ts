import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AfterPackContext } from 'electron-builder';

const ALLOWED = /(<key>NSAllowsArbitraryLoads<\/key>\s*)<true\/>/;

/**
 * electron-builder lets every app of macOS load anything over plain HTTP, whatever it is told. Takes that back before
 * the app is signed; this computer's own addresses stay allowed, which updates come by.
 */
export async function denyPlainHttp(context: AfterPackContext): Promise<void> {
  if (context.electronPlatformName !== 'darwin') return;
  const name = `${context.packager.appInfo.productFilename}.app`;
  const path = join(context.appOutDir, name, 'Contents/Info.plist');
  const text = await readFile(path, 'utf8');
  if (!ALLOWED.test(text)) throw new Error(`${path} does not say what is to be taken back`);
  await writeFile(path, text.replace(ALLOWED, '$1<false/>'));
}

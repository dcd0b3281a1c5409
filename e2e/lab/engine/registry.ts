import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './command';
import { lastLines, startDaemon } from './daemon';
import { ensureDebianPackages } from './debian-packages';
import { fetchInNetns, insideNetns } from './net-namespace';

export interface Registry {
  /** `127.0.0.1:<port>`: plain HTTP, which every engine allows on loopback. */
  host: string;
  /** Where its images lie, see `publish-image.ts`. */
  storage: string;
  /** Ends it; its storage is kept. */
  stop(): Promise<void>;
}

export interface RegistryOptions {
  dir: string;
  /** Default 5000. */
  port?: number;
  netns?: string;
}

/** Starts an image registry; resolves once it answers. */
export async function startRegistry({ dir, port = 5000, netns }: RegistryOptions): Promise<Registry> {
  await ensureDebianPackages();
  const [storage, config, logFile] = [
    join(dir, 'storage'),
    join(dir, 'registry.yml'),
    join(dir, 'registry.log'),
  ];
  await mkdir(storage, { recursive: true });
  const host = `127.0.0.1:${port}`;
  const settings = {
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: storage }, delete: { enabled: true } },
    http: { addr: host },
  };
  await writeFile(config, JSON.stringify(settings));
  const daemon = startDaemon(insideNetns(netns, ['docker-registry', 'serve', config]), logFile);
  await until('the registry', 20_000, () => fetchInNetns(netns, `http://${host}/v2/`)).catch(
    async (cause: unknown) => {
      throw new Error(`the registry did not start:\n${await lastLines(logFile)}`, { cause });
    },
  );
  return {
    host,
    storage,
    async stop() {
      await daemon.kill('SIGTERM');
      await rm(config, { force: true });
    },
  };
}

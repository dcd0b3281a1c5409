import { z } from 'zod';
import type { Clock } from '../../lib/clock';
import type { EngineInfo } from '../engine';
import type { Connection } from './connection';

const Info = z.object({
  ServerVersion: z.string().default(''),
  Architecture: z.string().default(''),
  MemTotal: z.number().default(0),
  NCPU: z.number().default(0),
  SystemTime: z.string().optional(),
  DriverStatus: z.array(z.array(z.string())).nullish(),
});
const Version = z.object({
  Version: z.string(),
  Components: z.array(z.object({ Name: z.string() })).nullish(),
});

/** The kernel's names for what images call by others. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' };

export async function readEngineInfo(
  connection: Connection,
  clock: Clock,
  signal?: AbortSignal,
): Promise<EngineInfo> {
  const version = Version.parse(await connection.call('GET', '/version', { signal }));
  const asked = clock.now();
  const info = Info.parse(await connection.call('GET', '/info', { signal }));
  const middle = (asked + clock.now()) / 2;
  const isPodman = version.Components?.some(({ Name }) => Name === 'Podman Engine') ?? false;
  return {
    product: isPodman ? 'Podman' : 'Docker',
    version: version.Version,
    apiVersion: await connection.apiVersion(),
    architecture: ARCHITECTURES[info.Architecture] ?? info.Architecture,
    memoryBytes: info.MemTotal,
    cpus: info.NCPU,
    clockSkewMs: info.SystemTime === undefined ? 0 : Math.round(Date.parse(info.SystemTime) - middle),
    resumesPulls: (info.DriverStatus ?? []).some(
      ([key, value]) => key === 'driver-type' && value === 'io.containerd.snapshotter.v1',
    ),
  };
}

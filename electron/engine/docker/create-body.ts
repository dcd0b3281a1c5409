import { CONTAINER_LOG, type CreateContainer, LABELS } from '../engine';
import { isOlder } from './api-version';

/** From this version on a MAC address belongs to a network and not to the container. */
const MAC_PER_NETWORK = '1.44';

/** The engine's request body for a new container. Pure. */
export function createBody(spec: CreateContainer, apiVersion: string): object {
  const macOnNetwork = !isOlder(apiVersion, MAC_PER_NETWORK);
  const ports = spec.ports ?? [];
  const mac = spec.macAddress === undefined ? {} : { MacAddress: spec.macAddress };
  const owner = { [LABELS.bot]: spec.labels[LABELS.bot] ?? '' };
  return {
    Image: spec.image,
    Labels: spec.labels,
    ...(spec.entrypoint && { Entrypoint: spec.entrypoint }),
    ...(spec.command && { Cmd: spec.command }),
    ...(spec.workingDir !== undefined && { WorkingDir: spec.workingDir }),
    ...(spec.hostname !== undefined && { Hostname: spec.hostname }),
    Env: Object.entries(spec.env ?? {}).map(([key, value]) => `${key}=${value}`),
    ExposedPorts: Object.fromEntries(ports.map(({ container }) => [`${container}/tcp`, {}])),
    ...(macOnNetwork ? {} : mac),
    HostConfig: {
      Init: spec.init ?? true,
      SecurityOpt: ['no-new-privileges'],
      CapDrop: spec.dropCapabilities ?? [],
      // Smaller files lose lines on old engines when somebody follows while they rotate.
      LogConfig: {
        Type: 'json-file',
        Config: {
          'max-size': `${CONTAINER_LOG.fileBytes / 1024 / 1024}m`,
          'max-file': String(CONTAINER_LOG.files),
        },
      },
      RestartPolicy: { Name: spec.restart ?? 'no' },
      PortBindings: Object.fromEntries(
        ports.map(({ container, host, reach }) => [
          `${container}/tcp`,
          [{ HostIp: reach === 'network' ? '' : '127.0.0.1', HostPort: String(host) }],
        ]),
      ),
      Mounts: (spec.volumes ?? []).map(({ volume, path, readOnly = false }) => ({
        Type: 'volume',
        Source: volume,
        Target: path,
        ReadOnly: readOnly,
        VolumeOptions: { Labels: owner },
      })),
      ExtraHosts: Object.entries(spec.extraHosts ?? {}).map(([host, address]) => `${host}:${address}`),
      ...(spec.memoryBytes !== undefined && { Memory: spec.memoryBytes, MemorySwap: spec.memoryBytes }),
      ...(spec.network && { NetworkMode: spec.network.name }),
    },
    ...((spec.network || (macOnNetwork && spec.macAddress !== undefined)) && {
      NetworkingConfig: {
        EndpointsConfig: {
          [spec.network?.name ?? 'bridge']: {
            ...(spec.network && { Aliases: spec.network.aliases }),
            ...(macOnNetwork ? mac : {}),
          },
        },
      },
    }),
  };
}

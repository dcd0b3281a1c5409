import { stringify } from 'yaml';
import type { BotId } from '../../../contract/ids';
import type { CreateContainer } from '../../../engine/engine';
import { prepareContainer, serviceContainer } from '../../bot/container-spec';
import type { WishedService } from '../../bot/define-services';
import { type GapFinder, variableOf } from '../blanks';
import type { ServiceFiles } from '../service-files';
import { healthCheck } from './health-checks';

/** Where the folder `config` of the export is seen by the containers that lay it out. */
const INSIDE = '/export';
const SETUP_MEMORY_BYTES = 128 * 1024 * 1024;

/** Compose reads YAML 1.1, where a bare `no` is not a word. */
const YAML = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

const HEADER = `# BotPier 导出的机器人：docker compose up -d 即可运行，说明见 README.md
# A bot exported by BotPier; \`docker compose up -d\` runs it. See README.en.md
`;

export interface ComposeService {
  wished: WishedService;
  files: ServiceFiles;
}

/**
 * compose.yaml: each service as BotPier runs it, after one-shot services that do what BotPier does before it: lay its
 * files out in the volumes, then run its preparation. No secret stands in it, and no path of this machine.
 */
export function composeFile(bot: BotId, parts: readonly ComposeService[], finder: GapFinder): string {
  const services = parts.flatMap((part) => entriesOf(bot, part, finder));
  const blanks = new Set(parts.flatMap(({ files }) => files.blanks.map(({ variable }) => variable)));
  const outside = parts.flatMap(({ wished: { definition }, files }) =>
    files.outside.map(({ path, file }) => [
      configName(definition.name, path),
      { file: `./config/${file.path}` },
    ]),
  );
  const volumes = parts.flatMap(({ wished: { definition } }) =>
    definition.volumes.map(({ name }) => [`${definition.name}-${name}`, {}]),
  );
  const project = {
    services: Object.fromEntries(services),
    volumes: Object.fromEntries(volumes),
    ...(outside.length > 0 ? { configs: Object.fromEntries(outside) } : {}),
    secrets: Object.fromEntries([...blanks].map((variable) => [variable, { environment: variable }])),
  };
  return `${HEADER}\n${stringify(project, YAML)}`;
}

/**
 * What takes back for Docker 24 and older what newer ones need: with a network named, Compose forgets the MAC address
 * there. Undefined where no service has one.
 */
export function oldEngineFile(services: readonly WishedService[]): string | undefined {
  const names = services.flatMap(({ definition: { name, macAddress } }) => (macAddress ? [name] : []));
  if (names.length === 0) return undefined;
  const resets = names.map((name) => `  ${name}:\n    networks: !reset null\n`);
  return `# Docker 24 和更旧的版本要加上这个文件，见 .env\n# For Docker 24 and older: see .env\nservices:\n${resets.join('')}`;
}

type Entry = [name: string, service: object];

function entriesOf(
  bot: BotId,
  { wished, files: { blanks, outside } }: ComposeService,
  finder: GapFinder,
): Entry[] {
  const { definition } = wished;
  const { name, image, source = image } = definition;
  // By its tag: an engine that has it from a mirror does not know it by the official place and a digest.
  const reference = imageOf(source);
  const [setup, prepare] = [`${name}-setup`, `${name}-prepare`];
  const spec = serviceContainer(bot, wished);
  const mounts = (readOnly: boolean) =>
    definition.volumes.map(
      (volume) => `${name}-${volume.name}:${volume.path}${readOnly && volume.readOnly ? ':ro' : ''}`,
    );
  const configs = outside.map(({ path }) => ({ source: configName(name, path), target: path }));
  const entries: Entry[] = [
    [
      setup,
      {
        image: reference,
        entrypoint: ['sh', `${INSIDE}/setup.sh`, name],
        user: '0',
        network_mode: 'none',
        volumes: [`./config:${INSIDE}:ro,z`, ...mounts(false)],
        ...(blanks.length > 0 ? { secrets: blanks.map(({ variable }) => variable) } : {}),
        ...limits({ memoryBytes: SETUP_MEMORY_BYTES, restart: 'no' }),
      },
    ],
  ];
  if (definition.prepare) {
    entries.push([
      prepare,
      {
        image: reference,
        ...describe(prepareContainer(bot, wished), finder),
        volumes: mounts(false),
        depends_on: after(setup),
      },
    ]);
  }
  entries.push([
    name,
    {
      image: reference,
      ...describe(spec, finder),
      ports: definition.ports.map(
        (port) => `127.0.0.1:\${${portVariable(name, port.name)}:-${port.host}}:${port.container}`,
      ),
      volumes: mounts(true),
      ...(configs.length > 0 ? { configs } : {}),
      depends_on: after(definition.prepare ? prepare : setup),
      stop_grace_period: `${definition.stopTimeoutSeconds}s`,
      healthcheck: dollars(healthCheck(name)),
    },
  ]);
  return entries;
}

/** `napcat`, `webui` → `NAPCAT_WEBUI_PORT`: the host's port in `.env`. */
export function portVariable(service: string, port: string): string {
  return variableOf(service, port, 'port');
}

/** What a container is apart from its image, its ports and its volumes. */
function describe(spec: CreateContainer, finder: GapFinder): object {
  const texts = (values: readonly string[]) => values.map((value) => finder.interpolate(value));
  const environment = Object.entries(spec.env ?? {}).map(([key, value]) => [key, finder.interpolate(value)]);
  return {
    ...(spec.entrypoint && { entrypoint: texts(spec.entrypoint) }),
    ...(spec.command && { command: texts(spec.command) }),
    ...(spec.workingDir && { working_dir: spec.workingDir }),
    ...(environment.length > 0 && { environment: Object.fromEntries(environment) }),
    ...(spec.hostname && { hostname: spec.hostname }),
    // From Docker 25 on Compose gives it to a network that the service names, and to none otherwise.
    ...(spec.macAddress && { mac_address: spec.macAddress, networks: { default: {} } }),
    ...(spec.extraHosts && {
      extra_hosts: Object.entries(spec.extraHosts).map(([host, address]) => `${host}:${address}`),
    }),
    ...limits(spec),
  };
}

function limits({ memoryBytes, restart }: Pick<CreateContainer, 'memoryBytes' | 'restart'>): object {
  return {
    init: true,
    restart,
    mem_limit: memoryBytes,
    // Without this Docker would grant as much again in swap.
    memswap_limit: memoryBytes,
    security_opt: ['no-new-privileges'],
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
  };
}

function after(service: string): object {
  return { [service]: { condition: 'service_completed_successfully' } };
}

/** Docker Hub's images can be had through a mirror. */
function imageOf(reference: string): string {
  return reference.replace(/^docker\.io\//, `\${IMAGES_FROM:-docker.io}/`);
}

function configName(service: string, path: string): string {
  return `${service}${path.replace(/[^A-Za-z0-9]+/g, '-')}`;
}

function dollars<T extends { test: readonly string[] }>(check: T | undefined): T | undefined {
  return check && { ...check, test: check.test.map((word) => word.replaceAll('$', '$$$$')) };
}

import setupScript from '../../../../resources/export/setup.sh?raw';
import startScript from '../../../../resources/export/start-space.sh?raw';
import { AppError } from '../../../contract/errors';
import type { ExportedFile } from '../../../contract/export';
import type { ServiceDefinition } from '../../../services/definition';
import { gateway } from '../../../services/gateway/service';
import { hasLogin, isNearby } from '../../../services/host-address';
import { usesKeyPool } from '../../../stacks/stack';
import type { DefineInput, WishedService } from '../../bot/define-services';
import { type Blank, createGapFinder, defineWithBlanks, type GapFinder } from '../blanks';
import { plainFile } from '../plain-file';
import { serviceFiles } from '../service-files';
import { MARK } from '../write-folder';
import { caddyfile } from './caddyfile';
import { dockerfile } from './dockerfile';
import { supervisorConfig, supervisorEnvironment } from './processes';
import { spaceReadme } from './space-readme';

/** What a program is told and nobody else: by its name in the Space. */
export type Secret = Pick<Blank, 'variable' | 'value'>;

/** A Space's files, and the secrets that it is to be given. */
export interface SpaceFolder {
  files: ExportedFile[];
  blanks: Secret[];
}

/**
 * A bot as a Docker Space of Hugging Face: all services in one container. Pure.
 * @throws AppError `notAllowed` with `reason`: `stack` for any but AstrBot's, `keyPool` for a bot with a pool of keys,
 * `localModel` for a model that no Space reaches
 */
export function spaceFolder(input: DefineInput): SpaceFolder {
  const { services, blanks } = defineForSpace(input);
  const [messenger, brain] = ['messenger', 'brain'].map((role) => find(services, role));
  if (!messenger || !brain) throw new Error('a stack has a messenger and a brain');
  const parts = [messenger, brain].map((service) => inOneContainer(service, [messenger.name, brain.name]));
  const finder = createGapFinder(
    blanks,
    parts.flatMap(({ files }) => files.map(({ content }) => content)),
  );
  const laidOut = parts.map((part) => serviceFiles(part, finder));
  const environments = [messenger, brain].map((service) => supervisorEnvironment(service, finder));
  const given = [...new Set(environments.flatMap(({ variables }) => variables))];
  const device = { variable: 'DEVICE_ID', value: input.bot.device.machineId };
  const wanted = [
    ...blanks.filter(
      (blank) => laidOut.some((part) => part.blanks.includes(blank)) || given.includes(blank.variable),
    ),
    device,
  ];
  const files = [
    plainFile('README.md', spaceReadme({ name: input.bot.name, services, blanks: wanted })),
    plainFile(
      'Dockerfile',
      dockerfile(
        { messenger: officialName(messenger), brain: officialName(brain), gateway: gateway.image },
        given,
      ),
    ),
    plainFile(MARK, 'hf-space\n'),
    plainFile('space/start.sh', startScript),
    plainFile('space/Caddyfile', caddyfile(portsOf(messenger, brain))),
    plainFile('space/supervisord.conf', supervisorFor(messenger, brain, finder)),
    plainFile('space/config/setup.sh', setupScript),
    ...laidOut.flatMap((part) => part.files).map((file) => ({ ...file, path: `space/config/${file.path}` })),
  ];
  return { files, blanks: wanted };
}

/** Who builds it has no names of ours. */
function officialName({ image, source = image }: ServiceDefinition): string {
  return source;
}

function defineForSpace(input: DefineInput): { services: WishedService[]; blanks: Blank[] } {
  const { bot, stack, network, model } = input;
  if (stack.id !== 'astrbot') throw new AppError('notAllowed', { reason: 'stack' });
  if (usesKeyPool(bot)) throw new AppError('notAllowed', { reason: 'keyPool' });
  if (model && isNearby(model.baseUrl)) throw new AppError('notAllowed', { reason: 'localModel' });
  return defineWithBlanks({
    ...input,
    bot: { ...bot, gateway: undefined },
    // A proxy at home is out of reach as well; Hugging Face needs none.
    network: { ...network, proxy: isOfHere(network.proxy) ? '' : network.proxy },
  });
}

function find(services: readonly WishedService[], role: string): ServiceDefinition | undefined {
  return services.find((service) => service.role === role)?.definition;
}

/** Without a network of their own the services find each other on loopback. Files outside volumes are the image's. */
function inOneContainer(definition: ServiceDefinition, names: readonly string[]): ServiceDefinition {
  const localize = (text: string) =>
    names.reduce((rest, name) => rest.replaceAll(`://${name}:`, '://127.0.0.1:'), text);
  return {
    ...definition,
    files: definition.files
      .filter(({ path }) => definition.volumes.some((volume) => path.startsWith(`${volume.path}/`)))
      .map((file) => ({ ...file, content: localize(file.content) })),
  };
}

function portsOf(messenger: ServiceDefinition, brain: ServiceDefinition) {
  const port = ({ ports, name }: ServiceDefinition, wanted: string) => {
    const found = ports.find((each) => each.name === wanted);
    if (!found) throw new Error(`${name} has no port ${wanted}`);
    return found.container;
  };
  return { webui: port(messenger, 'webui'), panel: port(brain, 'panel') };
}

function supervisorFor(messenger: ServiceDefinition, brain: ServiceDefinition, finder: GapFinder): string {
  return supervisorConfig({ messenger, brain }, (each) => supervisorEnvironment(each, finder).values);
}

/** A proxy that a Space does not reach, or that knows only who signs in from here. */
function isOfHere(proxy: string): boolean {
  return proxy !== '' && (isNearby(proxy) || hasLogin(proxy));
}

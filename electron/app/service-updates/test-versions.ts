import { createHash } from 'node:crypto';
import type { ServiceName } from '../../contract/ids';
import type { MemoryImage } from '../../engine/memory/memory-image';
import type { Program } from '../../lib/program-host';
import type { ServiceInfo } from '../../services/roles';
import type { KnownVersion, PluginSet } from '../../services/versions';
import { koishiStack } from '../../stacks/koishi';
import type { VersionsOf } from '../bot/define-services';
import type { TestApp } from '../create-test-app';

/** The image that a new bot's service gets, as a test's registry has it. */
export function imageOf(test: TestApp, service: ServiceInfo): MemoryImage {
  const image = test.rehearsal.images[service.image];
  if (!image) throw new Error(`the rehearsal has no ${service.image}`);
  return image;
}

/** Another image than `image`, named by a word; it does the same unless given another program. */
export function otherImage(image: MemoryImage, word: string, program: Program = image.program): MemoryImage {
  const digest = `sha256:${createHash('sha256').update(`${image.digest} ${word}`).digest('hex')}`;
  return { ...image, program, digest };
}

/** A version after those that a service names itself. */
export function newerVersion(service: ServiceInfo, plugins?: PluginSet): KnownVersion {
  return {
    version: '99.0.0',
    image: service.image.replace(/:[^:]*$/, ':v99.0.0'),
    ...(plugins ? { plugins } : service.versions[0].plugins ? { plugins: service.versions[0].plugins } : {}),
    notes: { zh: '新的', en: 'Newer' },
    link: 'https://example.org/99',
  };
}

/** What a BotPier knows that has newer versions of some services. */
export function knowing(newer: Partial<Record<ServiceName, KnownVersion>>): VersionsOf {
  return (service) => {
    const first = newer[service.name];
    return first ? [first, ...service.versions] : service.versions;
  };
}

/** Both services of a bot with Koishi in a newer version each; registries have the images. */
export function publishNewer(test: TestApp): VersionsOf {
  const { messenger, brain } = koishiStack;
  const newer = { [messenger.name]: newerVersion(messenger), [brain.name]: newerVersion(brain) };
  for (const service of [messenger, brain])
    test.engine.controls.publish(newerVersion(service).image, otherImage(imageOf(test, service), 'newer'));
  return knowing(newer);
}

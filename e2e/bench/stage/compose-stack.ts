import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { choosePort } from '../../../electron/app/bot/choose-port';
import { serviceContainer } from '../../../electron/app/bot/container-spec';
import { command } from '../../lab/engine/command';
import { ensureCompose } from './compose';
import type { OwnStack } from './own-stack';
import type { StackEngine } from './stack-engine';
import type { Stage } from './stage';

/** The same containers as a Compose project. Their files lie in their volumes already. */
export interface ComposeStack {
  up(): Promise<void>;
  down(): Promise<void>;
}

export async function writeComposeStack(
  stage: Stage,
  { endpoint }: StackEngine,
  own: OwnStack,
): Promise<ComposeStack> {
  const program = await ensureCompose();
  const taken = new Set(own.services.flatMap(({ definition }) => definition.ports.map(({ host }) => host)));
  const services: Record<string, unknown> = {};
  const volumes: Record<string, unknown> = {};
  for (const wished of own.services) {
    const spec = serviceContainer(own.bot, wished);
    const ports: string[] = [];
    for (const { container, host } of spec.ports ?? []) {
      const other = await choosePort(host, taken);
      taken.add(other);
      ports.push(`127.0.0.1:${other}:${container}`);
    }
    for (const { volume } of spec.volumes ?? []) volumes[volume] = { external: true };
    services[wished.definition.name] = {
      image: spec.image,
      ...(spec.command && { command: spec.command }),
      environment: spec.env,
      hostname: spec.hostname,
      mac_address: spec.macAddress,
      ports,
      volumes: (spec.volumes ?? []).map(
        ({ volume, path, readOnly }) => `${volume}:${path}${readOnly ? ':ro' : ''}`,
      ),
      extra_hosts: spec.extraHosts,
      mem_limit: spec.memoryBytes,
      restart: spec.restart,
      init: spec.init,
      security_opt: ['no-new-privileges'],
      logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    };
  }
  const file = join(stage.dir, 'compose.json');
  await writeFile(file, JSON.stringify({ name: 'bench', services, volumes }));
  const compose = async (...args: string[]) => {
    await command(program, ['--file', file, ...args], { env: { DOCKER_HOST: endpoint } });
  };
  return { up: () => compose('up', '-d'), down: () => compose('down', '--timeout', '0') };
}

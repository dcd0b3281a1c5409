import { Bot } from '../../contract/bot';
import { BotId, type StackId } from '../../contract/ids';
import { partsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import { type DefineInput, portKey } from '../bot/define-services';
import { randomToken } from '../bot/service-secrets';

export const TEST_KEY = 'sk-export-0123456789|&abcdef';
export const TEST_ACCOUNT = '2468013579';

/** A bot that runs, with its secrets, as the app would define it. */
export function testInput(stackId: StackId, changes: Partial<DefineInput> = {}): DefineInput {
  const stack = STACKS[stackId];
  if (!stack) throw new Error(`no stack ${stackId}`);
  const bot = Bot.parse({
    id: BotId.parse('abcd1234'),
    name: 'exported',
    createdAt: 0,
    stack: stackId,
    account: TEST_ACCOUNT,
    owner: '987654321',
    persona: { preset: 'custom', text: 'Costs $5 & more: @@MODEL_KEY:plain@@ 你好', nickname: '小码' },
    consent: { at: 0, version: 1 },
    device: { mac: '02:00:00:00:00:01', hostname: 'pier-abcd', machineId: '0123456789abcdef'.repeat(2) },
  });
  const parts = partsOf(stack, bot);
  const ports = parts.flatMap(({ service }) =>
    service.ports.map(({ name, preferredHost }) => [portKey(service.name, name), preferredHost + 20_000]),
  );
  const secrets = parts.map(({ service }) => [
    service.name,
    Object.fromEntries(service.secrets.map((name) => [name, randomToken()])),
  ]);
  return {
    bot: { ...bot, ports: Object.fromEntries(ports) },
    stack,
    secrets: Object.fromEntries(secrets),
    network: { mirrors: [], proxyFrom: 'own', pluginRegistry: '', proxy: '' },
    model: {
      provider: 'deepseek',
      protocol: 'openai',
      baseUrl: 'https://api.deepseek.com/v1',
      model: 'deepseek-chat',
      key: TEST_KEY,
    },
    salt: 'salt',
    ...changes,
  };
}

/** All secrets of an input, in clear text. */
export function secretsOf({ secrets, model }: DefineInput): string[] {
  return [...Object.values(secrets).flatMap((own) => Object.values(own)), ...(model?.key ? [model.key] : [])];
}

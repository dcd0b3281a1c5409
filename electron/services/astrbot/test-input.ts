import { Bot } from '../../contract/bot';
import { BotId } from '../../contract/ids';
import type { DefinitionInput, ModelAccess } from '../roles';

export const SECRETS = { password: 'panelPassword0123456789', jwt: 'jwtSecret0123456789abcdef' };

/** A model as the user of a test chose it; DeepSeek unless told otherwise. */
export function modelOf(changes: Partial<ModelAccess> = {}): ModelAccess {
  return {
    provider: 'deepseek',
    protocol: 'openai',
    baseUrl: 'https://api.deepseek.com/v1',
    model: 'deepseek-chat',
    key: 'sk-secret-key',
    ...changes,
  };
}

/** What a definition of AstrBot is built from. */
export function inputOf({
  bot = {},
  ...changes
}: Partial<Omit<DefinitionInput, 'bot'>> & { bot?: object } = {}): DefinitionInput {
  return {
    bot: Bot.parse({
      id: BotId.parse('abcd1234'),
      name: 'test',
      createdAt: 0,
      device: { mac: '02:00:00:00:00:01', hostname: 'host', machineId: '0'.repeat(32) },
      ...bot,
    }),
    ports: { panel: 16185 },
    secrets: SECRETS,
    bridge: { dials: 'messenger', url: 'ws://astrbot:6199/ws', token: 'bridge-secret' },
    network: { pluginRegistry: '', proxy: '' },
    model: modelOf(),
    ...changes,
  };
}

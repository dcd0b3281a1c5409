import { Bot } from '../../contract/bot';
import { BotId } from '../../contract/ids';
import type { DefinitionInput, ModelAccess } from '../roles';
import { PLUGINS_1_4_0 } from './plugins';

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

/** What a definition of Koishi is built from. */
export function inputOf({
  bot = {},
  ...changes
}: Partial<Omit<DefinitionInput, 'bot'>> & { bot?: Partial<Bot> } = {}): DefinitionInput {
  return {
    bot: Bot.parse({
      id: BotId.parse('abcd1234'),
      name: 'test',
      createdAt: 0,
      device: { mac: '02:00:00:00:00:01', hostname: 'host', machineId: '0'.repeat(32) },
      ...bot,
    }),
    ports: { companion: 25140 },
    secrets: { companion: 'companion-secret' },
    bridge: { dials: 'brain', url: 'ws://napcat:3001', token: 'bridge-secret' },
    network: { pluginRegistry: '', proxy: '' },
    model: modelOf(),
    plugins: PLUGINS_1_4_0,
    ...changes,
  };
}

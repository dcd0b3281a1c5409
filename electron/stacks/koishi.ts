import { gateway } from '../services/gateway/service';
import { geminiBalance } from '../services/gemini-balance/service';
import { koishi } from '../services/koishi/service';
import { napcat } from '../services/napcat/service';
import type { Stack } from './stack';

export const koishiStack: Stack = {
  id: 'koishi',
  messenger: napcat,
  brain: koishi,
  keyPool: geminiBalance,
  gateway,
};

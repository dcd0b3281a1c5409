import { astrbot } from '../services/astrbot/service';
import { gateway } from '../services/gateway/service';
import { geminiBalance } from '../services/gemini-balance/service';
import { napcat } from '../services/napcat/service';
import type { Stack } from './stack';

export const astrbotStack: Stack = {
  id: 'astrbot',
  messenger: napcat,
  brain: astrbot,
  keyPool: geminiBalance,
  gateway,
};

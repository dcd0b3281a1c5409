import { astrbot } from '../services/astrbot/service';
import { napcat } from '../services/napcat/service';
import type { Stack } from './stack';

export const astrbotStack: Stack = { id: 'astrbot', messenger: napcat, brain: astrbot };

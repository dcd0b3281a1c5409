import { koishi } from '../services/koishi/service';
import { napcat } from '../services/napcat/service';
import type { Stack } from './stack';

export const koishiStack: Stack = { id: 'koishi', messenger: napcat, brain: koishi };

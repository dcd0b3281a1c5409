import type { StackId } from '../contract/ids';
import { astrbotStack } from './astrbot';
import { koishiStack } from './koishi';
import type { Stack } from './stack';

/** Every stack that is offered. To add one, add its file and its row. */
export const STACKS: Readonly<Partial<Record<StackId, Stack>>> = {
  koishi: koishiStack,
  astrbot: astrbotStack,
};

import type { ModelFault } from './model-shape';

/** What in a key's text makes it fail, and how; any other key works. */
const MARKS: readonly (readonly [mark: string, fault: ModelFault])[] = [
  ['R429', 'rateLimited'],
  ['QUOTA', 'noQuota'],
  ['BAD', 'badKey'],
  ['REGION', 'region'],
  ['DOWN', 'hangsUp'],
  ['SLOW', 'slow'],
];

/** The fault that a key itself asks for, so that many keys can fail in many ways at once. */
export function magicFault(key: string): ModelFault | undefined {
  return MARKS.find(([mark]) => key.includes(mark))?.[1];
}

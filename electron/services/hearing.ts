import type { Hearing } from '../contract/bot';

/** Whether there is anybody that the bot does not hear. */
export function isSelective({ groups, people }: Hearing): boolean {
  return groups.hears !== 'all' || people.hears !== 'all';
}

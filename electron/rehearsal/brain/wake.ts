import type { Audience } from '../../contract/bot';
import type { ChatSettings } from './koishi-files';

/** A chat message as the brain looks at it. */
export interface Heard {
  room: 'group' | 'private';
  /** Without the @ of the bot. */
  text: string;
  mentioned: boolean;
  /** Who says it, and in which group. */
  user: string;
  group: string;
}

type Rules = Pick<
  ChatSettings,
  'botNames' | 'isNickname' | 'allowPrivate' | 'allowAtReply' | 'randomReplyFrequency' | 'hearing' | 'owners'
>;

/**
 * The text to answer, or undefined where the bot keeps silent.
 * @param chance in [0, 1): the die for answering what was not meant for it
 */
export function wakeText(heard: Heard, rules: Rules, chance: number): string | undefined {
  if (!isHeard(heard, rules)) return undefined;
  const text = heard.text.trim();
  if (text === '' || text.startsWith('/')) return undefined;
  if (heard.room === 'private') return rules.allowPrivate ? text : undefined;
  if (heard.mentioned && rules.allowAtReply) return text;
  const name = rules.isNickname ? rules.botNames.find((each) => text.startsWith(each)) : undefined;
  if (name !== undefined) return text.slice(name.length).replace(/^[\s,，、:：]+/, '') || undefined;
  return chance < rules.randomReplyFrequency ? text : undefined;
}

function isHeard({ room, user, group }: Heard, { hearing, owners }: Rules): boolean {
  if (!hearing || owners.includes(user)) return true;
  const hears = ({ hears: rule, list }: Audience, id: string) =>
    rule === 'all' || list.includes(id) === (rule === 'only');
  return hears(hearing.people, user) && (room === 'private' || hears(hearing.groups, group));
}

import { type ChatMessage, toCqText } from '../chat-world';
import type { OneBotEvent } from './protocol';

/** A chat message as OneBot v11 reports it: `message`, or `message_sent` for the bot's own. */
export function messageEvent(message: ChatMessage, selfId: number, format: 'array' | 'string'): OneBotEvent {
  const group = message.room === 'group';
  const raw = toCqText(message.segments);
  return {
    self_id: selfId,
    user_id: message.self ? selfId : message.from,
    time: Math.floor(message.at / 1_000),
    message_id: message.id,
    message_seq: message.id,
    real_id: message.id,
    message_type: message.room,
    sender: {
      user_id: message.self ? selfId : message.from,
      nickname: message.fromName,
      card: '',
      ...(group ? { role: 'member' } : {}),
    },
    raw_message: raw,
    font: 14,
    sub_type: group ? 'normal' : 'friend',
    message: format === 'array' ? message.segments : raw,
    message_format: format,
    post_type: message.self ? 'message_sent' : 'message',
    ...(group ? { group_id: message.peer } : {}),
    ...(message.self ? { message_sent_type: 'self', target_id: message.peer } : {}),
  };
}

import { z } from 'zod';
import type { Heard } from './wake';

export interface IncomingMessage extends Heard {
  /** The group, or the person. */
  peer: number;
}

const Segment = z.object({
  type: z.string(),
  data: z.object({ qq: z.unknown(), text: z.unknown() }).partial().default({}),
});
const Event = z.object({
  post_type: z.literal('message'),
  message_type: z.enum(['group', 'private']),
  user_id: z.number(),
  group_id: z.number().optional(),
  self_id: z.number(),
  message: z.array(Segment),
});

/** The chat message in a OneBot frame, if it is one. */
export function readMessage(frame: unknown): IncomingMessage | undefined {
  const event = Event.safeParse(frame);
  if (!event.success) return undefined;
  const { message, message_type, group_id, user_id, self_id } = event.data;
  const isSelf = ({ type, data }: z.infer<typeof Segment>) =>
    type === 'at' && String(data.qq) === String(self_id);
  const words = message.filter(({ type }) => type === 'text').map(({ data }) => String(data.text ?? ''));
  return {
    room: message_type,
    peer: message_type === 'group' ? (group_id ?? 0) : user_id,
    text: words.join(''),
    mentioned: message.some(isSelf),
    user: String(user_id),
    group: String(group_id ?? ''),
  };
}

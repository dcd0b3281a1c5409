import { createValue, type Readable } from '../../lib/value';

interface SegmentData extends Record<string, unknown> {
  text?: unknown;
  qq?: unknown;
  name?: unknown;
}

/** One piece of a OneBot message. */
export interface Segment {
  type: string;
  data: SegmentData;
}

export interface ChatMessage {
  /** OneBot's message id. */
  id: number;
  /** ms since 1970. */
  at: number;
  room: 'group' | 'private';
  /** The group's number, or the number of the person talked with. */
  peer: number;
  from: number;
  fromName: string;
  /** Sent by the bot itself. */
  self: boolean;
  segments: Segment[];
  /** The segments as a person reads them. */
  text: string;
}

export interface Person {
  user_id: number;
  nickname: string;
}

export interface Group {
  group_id: number;
  group_name: string;
  members: readonly Person[];
}

/** Who there is to talk with. */
export const PEOPLE: readonly Person[] = [
  { user_id: 20_001, nickname: '你' },
  { user_id: 20_002, nickname: '老船长' },
];
export const GROUPS: readonly Group[] = [{ group_id: 70_001, group_name: '码头茶馆', members: PEOPLE }];

/** The account the phone holds unless told otherwise. */
export const PHONE_ACCOUNT = { uin: '10001', nick: '小码' } as const;

/** The chats: the memory of QQ, which outlives the messenger. */
export interface ChatWorld {
  readonly messages: Readable<readonly ChatMessage[]>;
  add(message: Omit<ChatMessage, 'id' | 'text'>): ChatMessage;
  find(id: number): ChatMessage | undefined;
}

export function createChatWorld(): ChatWorld {
  const messages = createValue<readonly ChatMessage[]>([]);
  let nextId = 1_000_001;
  return {
    messages,
    add(message) {
      const added = { ...message, id: nextId++, text: plainText(message.segments) };
      messages.set([...messages.get(), added]);
      return added;
    },
    find: (id) => messages.get().find((message) => message.id === id),
  };
}

/** What a person reads of a message's pieces. */
export function plainText(segments: readonly Segment[]): string {
  return segments
    .map(({ type, data }) => {
      if (type === 'text') return String(data.text ?? '');
      if (type === 'at') return `@${String(data.name ?? data.qq ?? '')} `;
      if (type === 'reply') return '';
      return `[${type}]`;
    })
    .join('')
    .trim();
}

/** Reads what an action was given as message: segments, one segment, or text with CQ codes. */
export function parseMessage(message: unknown): Segment[] {
  if (Array.isArray(message)) return message.flatMap(parseMessage);
  if (typeof message === 'object' && message !== null && 'type' in message) {
    const data = 'data' in message && typeof message.data === 'object' ? message.data : {};
    return [{ type: String(message.type), data: { ...data } }];
  }
  return parseCqText(String(message ?? ''));
}

function parseCqText(text: string): Segment[] {
  const segments: Segment[] = [];
  let rest = 0;
  for (const match of text.matchAll(/\[CQ:([a-z_]+)((?:,[^,\]]+)*)\]/g)) {
    if (match.index > rest) segments.push(textSegment(text.slice(rest, match.index)));
    const pairs = (match[2] ?? '').split(',').slice(1);
    const data = Object.fromEntries(
      pairs.map((pair) => {
        const [key = '', ...value] = pair.split('=');
        return [key, unescapeCq(value.join('='))];
      }),
    );
    segments.push({ type: match[1] ?? '', data });
    rest = match.index + match[0].length;
  }
  if (rest < text.length) segments.push(textSegment(text.slice(rest)));
  return segments;
}

function textSegment(text: string): Segment {
  return { type: 'text', data: { text: unescapeCq(text) } };
}

function unescapeCq(text: string): string {
  return text
    .replaceAll('&#91;', '[')
    .replaceAll('&#93;', ']')
    .replaceAll('&#44;', ',')
    .replaceAll('&amp;', '&');
}

/** The same message in the string format (CQ codes). */
export function toCqText(segments: readonly Segment[]): string {
  const escapeCq = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('[', '&#91;').replaceAll(']', '&#93;');
  return segments
    .map(({ type, data }) => {
      if (type === 'text') return escapeCq(String(data.text ?? ''));
      const pairs = Object.entries(data).map(
        ([key, value]) => `,${key}=${escapeCq(String(value)).replaceAll(',', '&#44;')}`,
      );
      return `[CQ:${type}${pairs.join('')}]`;
    })
    .join('');
}

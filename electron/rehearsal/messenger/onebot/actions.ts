import { z } from 'zod';
import { type ChatWorld, GROUPS, type Group, PEOPLE, parseMessage } from '../chat-world';
import type { LoginSnapshot } from '../login-state';
import { messageEvent } from './message-event';
import { ActionError } from './protocol';

export interface ActionParts {
  version: string;
  world: ChatWorld;
  login(): LoginSnapshot;
  isOnline(): boolean;
  now(): number;
  /** Called after the bot sent something. */
  onSent(messageId: number): void;
  restart(): void;
  exit(): void;
}

type Perform = (params: Record<string, unknown>, parts: ActionParts) => unknown;

const id = z.coerce.number().int();
const SendTo = z.object({ message: z.unknown(), user_id: id.optional(), group_id: id.optional() });

function send(
  params: z.infer<typeof SendTo>,
  room: 'group' | 'private',
  parts: ActionParts,
): { message_id: number } {
  const peer = room === 'group' ? params.group_id : params.user_id;
  if (peer === undefined) throw new ActionError(1_400, room === 'group' ? '缺少 group_id' : '缺少 user_id');
  if (parts.login().phase !== 'online') throw new ActionError(1_200, '消息发送失败: 账号不在线');
  if (room === 'group') findGroup(peer);
  const { uin, nick } = parts.login();
  const message = parts.world.add({
    at: parts.now(),
    room,
    peer,
    from: Number(uin),
    fromName: nick,
    self: true,
    segments: parseMessage(params.message),
  });
  parts.onSent(message.id);
  return { message_id: message.id };
}

function findGroup(groupId: number): Group {
  const group = GROUPS.find(({ group_id }) => group_id === groupId);
  if (!group) throw new ActionError(1_200, `群 ${groupId} 不存在`);
  return group;
}

const describeGroup = ({ group_id, group_name, members }: Group) => ({
  group_id,
  group_name,
  group_remark: '',
  group_all_shut: 0,
  member_count: members.length + 1,
  max_member_count: 200,
});

function listMembers(group: Group, { login }: ActionParts) {
  const { uin, nick } = login();
  return [...group.members, { user_id: Number(uin), nickname: nick }].map((person) => ({
    ...person,
    group_id: group.group_id,
    card: '',
    sex: 'unknown',
    age: 0,
    level: '1',
    role: 'member',
    title: '',
    join_time: 0,
    last_sent_time: 0,
  }));
}

function findPerson(userId: number, { login }: ActionParts) {
  const { uin, nick } = login();
  const person = [...PEOPLE, { user_id: Number(uin), nickname: nick }].find(
    ({ user_id }) => user_id === userId,
  );
  if (!person) throw new ActionError(1_200, '用户不存在');
  return person;
}

const GroupId = z.object({ group_id: id });
const UserId = z.object({ user_id: id });
const MessageId = z.object({ message_id: id });

const ACTIONS: Record<string, Perform> = {
  get_login_info: (_params, { login }) => ({ user_id: Number(login().uin), nickname: login().nick }),
  get_status: (_params, { isOnline }) => ({ online: isOnline(), good: true, stat: {} }),
  get_version_info: (_params, { version }) => ({
    app_name: 'NapCat.Onebot',
    protocol_version: 'v11',
    app_version: version,
  }),
  send_private_msg: (params, parts) => send(SendTo.parse(params), 'private', parts),
  send_group_msg: (params, parts) => send(SendTo.parse(params), 'group', parts),
  send_msg(params, parts) {
    const target = SendTo.parse(params);
    return send(target, target.group_id === undefined ? 'private' : 'group', parts);
  },
  get_msg(params, { world, login }) {
    const message = world.find(MessageId.parse(params).message_id);
    if (!message) throw new ActionError(1_200, '消息不存在');
    return messageEvent(message, Number(login().uin), 'array');
  },
  delete_msg: (params) => void MessageId.parse(params),
  get_friend_list: () =>
    PEOPLE.map((person) => ({ ...person, remark: '', sex: 'unknown', level: 1, age: 0 })),
  get_group_list: () => GROUPS.map(describeGroup),
  get_group_info: (params) => describeGroup(findGroup(GroupId.parse(params).group_id)),
  get_group_member_list: (params, parts) => listMembers(findGroup(GroupId.parse(params).group_id), parts),
  get_group_member_info(params, parts) {
    const { group_id, user_id } = GroupId.extend(UserId.shape).parse(params);
    const member = listMembers(findGroup(group_id), parts).find((one) => one.user_id === user_id);
    if (!member) throw new ActionError(1_200, '群成员不存在');
    return member;
  },
  get_stranger_info: (params, parts) => ({
    ...findPerson(UserId.parse(params).user_id, parts),
    sex: 'unknown',
    age: 0,
  }),
  can_send_image: () => ({ yes: true }),
  can_send_record: () => ({ yes: true }),
  set_restart: (_params, { restart }) => restart(),
  bot_exit: (_params, { exit }) => exit(),
};

/** Does a OneBot action. @throws ActionError 1404 unknown action, 1400 wrong parameters, 1200 anything else */
export async function performAction(
  action: string,
  params: Record<string, unknown>,
  parts: ActionParts,
): Promise<unknown> {
  const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!perform) throw new ActionError(1_404, `不支持的API ${action}`);
  try {
    return (await perform(params, parts)) ?? null;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new ActionError(
      1_400,
      error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  }
}

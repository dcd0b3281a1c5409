import { z } from 'zod';

/** A call over a OneBot socket. */
export const Call = z.object({
  action: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
  echo: z.unknown().optional(),
});

/** An answer as OneBot v11 words it; `stream` is absent in the oldest generation. */
export interface Answer {
  status: 'ok' | 'failed';
  retcode: number;
  data: unknown;
  message: string;
  wording: string;
  echo: unknown;
  stream?: 'normal-action';
}

/** Why an action failed, with OneBot's return code. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly retcode: number;

  constructor(retcode: number, message: string) {
    super(message);
    this.retcode = retcode;
  }
}

export type OneBotEvent = Readonly<Record<string, unknown>> & { post_type: string };

/** What servers and clients of OneBot share: whom they speak for, and how a call is answered. */
export interface OneBotEndpointParts {
  hasStreamField: boolean;
  selfId(): number;
  /** What heartbeats say. */
  isOnline(): boolean;
  now(): number;
  /** @throws ActionError */
  perform(action: string, params: Record<string, unknown>): Promise<unknown>;
}

export function makeAnswer(
  parts: Pick<OneBotEndpointParts, 'hasStreamField'>,
  retcode: number,
  data: unknown,
  message: string,
  echo: unknown,
): Answer {
  const answer: Answer = {
    status: retcode === 0 ? 'ok' : 'failed',
    retcode,
    data,
    message,
    wording: message,
    echo,
  };
  return parts.hasStreamField ? { ...answer, stream: 'normal-action' } : answer;
}

/** Answers one text frame. */
export async function answerFrame(parts: OneBotEndpointParts, frame: string): Promise<Answer> {
  let json: unknown;
  try {
    json = JSON.parse(frame);
  } catch {
    return makeAnswer(parts, 1_400, null, 'json解析失败,请检查数据格式', '');
  }
  const call = Call.safeParse(json);
  if (!call.success) return makeAnswer(parts, 1_400, null, '参数错误', '');
  const { action, params = {}, echo = '' } = call.data;
  try {
    return makeAnswer(parts, 0, await parts.perform(action, params), '', echo);
  } catch (error) {
    const retcode = error instanceof ActionError ? error.retcode : 1_200;
    return makeAnswer(parts, retcode, null, error instanceof Error ? error.message : String(error), echo);
  }
}

const seconds = (ms: number) => Math.floor(ms / 1_000);

export function lifecycleEvent(parts: OneBotEndpointParts): OneBotEvent {
  return {
    time: seconds(parts.now()),
    self_id: parts.selfId(),
    post_type: 'meta_event',
    meta_event_type: 'lifecycle',
    sub_type: 'connect',
  };
}

export function heartbeatEvent(parts: OneBotEndpointParts, interval: number): OneBotEvent {
  return {
    time: seconds(parts.now()),
    self_id: parts.selfId(),
    post_type: 'meta_event',
    meta_event_type: 'heartbeat',
    status: { online: parts.isOnline(), good: true },
    interval,
  };
}

export function botOfflineEvent(parts: OneBotEndpointParts, tag: string, message: string): OneBotEvent {
  return {
    time: seconds(parts.now()),
    self_id: parts.selfId(),
    post_type: 'notice',
    notice_type: 'bot_offline',
    user_id: parts.selfId(),
    tag,
    message,
  };
}

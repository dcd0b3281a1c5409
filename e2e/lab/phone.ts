import { LABELS } from '../../electron/engine/engine';
import type { ChatMessage } from '../../electron/rehearsal/messenger/chat-world';
import type { MessengerSnapshot, SayInput } from '../../electron/rehearsal/messenger/messenger-controls';
import { until } from './engine/command';
import { CONTROL_PORT } from './images/napcat-image';

const WAIT_MS = 60_000;

/** The phone of the account, and the people who talk with it: the other end of the simulated messenger. */
export interface Phone {
  state(): Promise<MessengerSnapshot>;
  /** Reads the QR code as soon as there is one. */
  scan(): Promise<void>;
  /** The tap on “confirm”, by the usual account or another. */
  confirm(account?: { uin: string; nick: string }): Promise<void>;
  /** Everything said and sent in this run of the messenger, oldest first. */
  chat(): Promise<readonly ChatMessage[]>;
  say(input: SayInput): Promise<ChatMessage>;
  /** Says something in private and answers the first thing the bot sends after it. */
  ask(text: string): Promise<ChatMessage>;
  /** Any other control of the simulator, see `MessengerControls`. */
  control(name: string, input?: object): Promise<void>;
}

type Docker = (...args: string[]) => Promise<string>;

/** `bot` is not needed where there is only one. */
export function createPhone(docker: Docker, bot?: string): Phone {
  async function address(): Promise<string> {
    const labels = [`${LABELS.service}=napcat`, ...(bot === undefined ? [] : [`${LABELS.bot}=${bot}`])];
    const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
    const [id] = (await docker('ps', '-q', ...filters)).split('\n');
    if (!id) throw new Error('no messenger is running');
    const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
    return `http://${(await docker('inspect', '--format', format, id)).trim()}:${CONTROL_PORT}`;
  }

  async function get<T>(name: string): Promise<T> {
    const response = await fetch(`${await address()}/${name}`);
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async function post(name: string, input: object = {}): Promise<unknown> {
    const response = await fetch(`${await address()}/${name}`, {
      method: 'POST',
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as { result?: unknown; error?: string };
    if (!response.ok) throw new Error(`${name}: ${answer.error}`);
    return answer.result;
  }

  const done = (name: string, input?: object) =>
    until(`the phone: ${name}`, WAIT_MS, () => post(name, input).then(() => true));
  const chat = () => get<readonly ChatMessage[]>('transcript');
  const say = async (input: SayInput) => (await post('say', input)) as ChatMessage;

  return {
    state: () => get<MessengerSnapshot>('state'),
    async scan() {
      await done('scan');
    },
    async confirm(account) {
      await done('confirm', account);
    },
    chat,
    say,
    async ask(text) {
      const { id } = await say({ room: 'private', text });
      return until(`an answer to ${text}`, WAIT_MS, async () =>
        (await chat()).find((message) => message.self && message.id > id),
      );
    },
    async control(name, input) {
      await post(name, input);
    },
  };
}

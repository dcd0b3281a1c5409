import { mintToken } from '../../electron/services/astrbot/token';
import { findService } from '../main-job/world';

type Docker = (...args: string[]) => Promise<string>;

const CONFIG = '/AstrBot/data/cmd_config.json';

/** The parts of AstrBot's config that are looked at. */
export interface AstrBotConfig {
  dashboard: { jwt_secret: string };
  admins_id: string[];
  wake_prefix: string[];
  platform: { id: string; ws_reverse_token: string }[];
}

/** As it stands in the bot's running AstrBot. */
export async function readAstrBotConfig(docker: Docker): Promise<AstrBotConfig> {
  const { Id } = await findService(docker, 'astrbot');
  return JSON.parse((await docker('exec', Id, 'cat', CONFIG)).replace(/^\uFEFF/, ''));
}

/** AstrBot's own API behind its panel, for somebody who is signed in. Rejects when it says that it did not work. */
export async function openPanel(docker: Docker) {
  const { Id } = await findService(docker, 'astrbot');
  const [published = ''] = (await docker('port', Id, '6185/tcp')).split('\n');
  const { dashboard } = await readAstrBotConfig(docker);
  const authorization = `Bearer ${mintToken(dashboard.jwt_secret, Date.now())}`;

  async function send(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`http://${published.trim()}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return await response.json();
  }

  return {
    async call<T>(path: string, body?: object): Promise<T> {
      const answer = (await send(path, body)) as { status: string; message?: string; data: T };
      if (answer.status !== 'ok') throw new Error(`${path}: ${answer.message}`);
      return answer.data;
    },
    /** What a plugin answers has no envelope. */
    callPlugin: (path: string, body?: object) => send(`plug/${path}`, body),
  };
}

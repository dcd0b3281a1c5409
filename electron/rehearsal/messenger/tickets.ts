import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ProgramHost } from '../../lib/program-host';

const Ticket = z.object({
  uin: z.string(),
  nick: z.string(),
  /** The device it was given to. */
  device: z.string(),
  /** QQ no longer takes it. */
  dead: z.boolean().default(false),
});
export type Ticket = z.infer<typeof Ticket>;

const PATH = '/app/.config/QQ/nt_qq/global/nt_data/login.json';

/** Signed-in accounts kept in the login volume; each is good on the device it was given to only. */
export interface Tickets {
  list(): Promise<Ticket[]>;
  save(uin: string, nick: string): Promise<void>;
  kill(uin: string): Promise<void>;
  /** The account, or QQ's words against it. */
  redeem(uin: string): Promise<Ticket | string>;
}

export function createTickets(host: ProgramHost): Tickets {
  const list = async () => {
    const text = await host.files.read(PATH);
    return text === undefined ? [] : z.array(Ticket).parse(JSON.parse(text));
  };
  const replace = async (uin: string, ticket: Ticket) => {
    const others = (await list()).filter((other) => other.uin !== uin);
    await host.files.write(PATH, JSON.stringify([...others, ticket]));
  };
  return {
    list,
    async save(uin, nick) {
      await replace(uin, { uin, nick, device: await identifyDevice(host), dead: false });
    },
    async kill(uin) {
      const ticket = (await list()).find((known) => known.uin === uin);
      if (ticket) await replace(uin, { ...ticket, dead: true });
    },
    async redeem(uin) {
      const ticket = (await list()).find((known) => known.uin === uin);
      if (!ticket) return '快速登录失败，未找到该 QQ 历史登录记录，请使用二维码登录';
      if (ticket.dead) return '你的用户身份已失效，为保证账号安全，请你重新登录。';
      if (ticket.device !== (await identifyDevice(host))) return '登录态已失效，请重新登录';
      return ticket;
    },
  };
}

/** What QQ takes for the device: MAC, machine-id and host name together. */
async function identifyDevice(host: ProgramHost): Promise<string> {
  const machineId = (await host.files.read('/etc/machine-id'))?.trim() ?? '';
  return createHash('md5').update(`${machineId}${host.macAddress}${host.hostname}`).digest('hex');
}

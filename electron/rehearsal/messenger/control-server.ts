import { createServer } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import type { ProgramHost } from '../../lib/program-host';
import { closeServer } from '../lifetime';
import type { MessengerControls } from './messenger-controls';

const Faults = z
  .object({
    noQr: z.enum(['off', 'untilRefresh', 'never']),
    sameUrlOnRefresh: z.boolean(),
    stuckScanned: z.boolean(),
    quickLoginFailure: z.string(),
    password: z.enum(['ok', 'captcha', 'newDevice']),
    alreadyLoggedIn: z.boolean(),
    kickKillsTicket: z.boolean(),
    heartbeatsLie: z.boolean(),
  })
  .partial();

const Say = z.object({
  room: z.enum(['group', 'private']).default('private'),
  text: z.string(),
  mention: z.boolean().optional(),
  from: z.number().optional(),
  fromName: z.string().optional(),
  group: z.number().optional(),
});

const Account = z.object({ uin: z.string(), nick: z.string() }).partial();
const Words = z.object({ message: z.string().optional(), serverErrorCode: z.number().optional() });
const Block = z.object({ blocked: z.boolean(), port: z.number() }).partial();
const Url = z.object({ url: z.string().optional() });

type Act = (controls: MessengerControls, input: unknown) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  scan: (controls) => controls.scan(),
  confirm(controls, input) {
    const { uin, nick } = Account.parse(input);
    controls.confirm(uin, nick);
  },
  reject: (controls) => controls.reject(),
  refuse(controls, input) {
    const { message = '登录失败', serverErrorCode } = Words.parse(input);
    controls.refuse(message, serverErrorCode);
  },
  expireQr: (controls) => controls.expireQr(),
  kick: (controls, input) => controls.kick(Words.parse(input).message),
  silentOffline: (controls) => controls.silentOffline(),
  comeBack: (controls) => controls.comeBack(),
  crashWorker: (controls) => controls.crashWorker(),
  captcha: (controls, input) => controls.captcha(Url.parse(input).url),
  newDevice: (controls, input) => controls.newDevice(Url.parse(input).url),
  cutBridge: (controls, input) => controls.cutBridge(Block.parse(input).port),
  blockBridge(controls, input) {
    const { blocked = true, port } = Block.parse(input);
    controls.blockBridge(blocked, port);
  },
  faults: (controls, input) => controls.setFaults(withoutAbsent(Faults.parse(input))),
  say: (controls, input) => controls.say(withoutAbsent(Say.parse(input))),
};

/**
 * Serves the controls as JSON on the port in `SIM_CONTROL_PORT`, if any: `GET /state`, `GET /transcript`,
 * `GET /faults`, `POST /<control>` with its arguments as one object. The answer closes it.
 */
export async function serveControls(
  host: ProgramHost,
  controls: MessengerControls,
): Promise<() => Promise<void>> {
  const { SIM_CONTROL_PORT } = host.env;
  const port = Number(SIM_CONTROL_PORT ?? 0);
  if (port === 0) return async () => undefined;
  const server = createServer(async (request, response): Promise<void> => {
    const reply = (status: number, content: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    const name = (request.url ?? '/').slice(1);
    try {
      if (request.method === 'GET') {
        const readable = { state: controls.state, transcript: controls.chat, faults: controls.faults };
        const found = Object.entries(readable).find(([key]) => key === name)?.[1];
        return found ? reply(200, found.get()) : reply(404, { error: 'unknown' });
      }
      const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
      if (!act) return reply(404, { error: 'unknown' });
      const body = await readText(request);
      reply(200, { ok: true, result: act(controls, body === '' ? {} : JSON.parse(body)) ?? null });
    } catch (error) {
      reply(409, { error: error instanceof Error ? error.message : String(error) });
    }
  });
  await host.listen(server, port);
  return () => closeServer(server);
}

/** Drops keys whose value is undefined. */
function withoutAbsent<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

import type { Program } from '../../lib/program-host';
import { createValue } from '../../lib/value';
import { createChatWorld, GROUPS, PEOPLE, PHONE_ACCOUNT, type Segment } from './chat-world';
import { serveControls } from './control-server';
import { runEntrypoint } from './entrypoint';
import { INITIAL_LOGIN, type LoginPhase } from './login-state';
import {
  ControlError,
  type MessengerControls,
  type MessengerFaults,
  type MessengerSnapshot,
  type PhoneState,
} from './messenger-controls';
import { type MessengerOptions, REAL_TIMINGS } from './messenger-options';
import { CAPTCHA_URL, NEW_DEVICE_URL } from './webui/login-routes';
import type { WorkerHandle } from './worker';

const NO_FAULTS: MessengerFaults = {
  noQr: 'off',
  sameUrlOnRefresh: false,
  stuckScanned: false,
  quickLoginFailure: '',
  password: 'ok',
  alreadyLoggedIn: false,
  kickKillsTicket: false,
  heartbeatsLie: false,
};

const PHONES: Record<LoginPhase, PhoneState> = {
  connecting: 'idle',
  generating: 'idle',
  waiting: 'canScan',
  scanned: 'canConfirm',
  initializing: 'idle',
  online: 'online',
  offline: 'idle',
  kicked: 'idle',
};

const IDLE: MessengerSnapshot = {
  running: false,
  phone: 'idle',
  phase: 'connecting',
  qrUrl: '',
  uin: '',
  nick: '',
};

/**
 * A messenger to play with: `program` is the container's main program, `controls` is everybody else. Chats and
 * switches outlive the container; so do its volumes. With `SIM_CONTROL_PORT` in the environment the controls
 * are served over HTTP as well.
 */
export function createMessengerProgram(options: MessengerOptions = {}): {
  program: Program;
  controls: MessengerControls;
} {
  const timings = { ...REAL_TIMINGS, ...options.timings };
  const world = createChatWorld();
  const faults = createValue(NO_FAULTS);
  const state = createValue(IDLE);
  const workers: WorkerHandle[] = [];
  const blocks = new Map<number | undefined, boolean>();

  const show = () => {
    const worker = workers.at(-1);
    if (!worker) return state.set(IDLE);
    const { phase, qrUrl, uin, nick } = worker.login.state.get();
    state.set({ running: true, phone: PHONES[phase], phase, qrUrl, uin, nick });
  };
  const running = () => {
    const worker = workers.at(-1);
    if (!worker) throw new ControlError('the messenger is not running');
    return worker;
  };

  const controls: MessengerControls = {
    state,
    chat: world.messages,
    get sent() {
      return world.messages.get().filter(({ self }) => self);
    },
    faults,
    setFaults: (change) => faults.set({ ...faults.get(), ...change }),
    scan: () => running().login.scan(),
    confirm: (uin, nick) => running().login.confirm(uin, nick),
    reject: () => running().login.reject(),
    refuse: (message, serverErrorCode = 168) => running().login.refuse(message, serverErrorCode),
    expireQr: () => running().login.expireQr(),
    kick: (message = '您的账号已在另一地点登录，您被迫下线。') => running().login.kick(message),
    silentOffline: () => running().login.goOffline(),
    comeBack: () => running().login.comeBack(),
    crashWorker: () => running().crash(),
    captcha(url = CAPTCHA_URL) {
      running().log.error(`需要验证码, proofWaterUrl:  ${url}`);
      controls.setFaults({ password: 'captcha' });
    },
    newDevice(url = NEW_DEVICE_URL) {
      running().log.error(`新设备需要扫码验证, jumpUrl:  ${url}`);
      controls.setFaults({ password: 'newDevice' });
    },
    cutBridge: (port) => running().network.cut(port),
    blockBridge(value, port) {
      blocks.set(port, value);
      for (const worker of workers) worker.network.block(value, port);
    },
    say({ room, text, mention = false, from = PEOPLE[0]?.user_id ?? 0, fromName, group }) {
      const worker = workers.at(-1);
      const bot = worker?.login.state.get() ?? INITIAL_LOGIN;
      const message = world.add({
        at: now(),
        room,
        peer: room === 'group' ? (group ?? GROUPS[0]?.group_id ?? 0) : from,
        from,
        fromName: fromName ?? PEOPLE.find(({ user_id }) => user_id === from)?.nickname ?? String(from),
        self: false,
        segments: compose(text, mention, bot.uin || PHONE_ACCOUNT.uin, bot.nick || PHONE_ACCOUNT.nick),
      });
      if (bot.phase === 'online') worker?.network.emitMessage(message);
      return message;
    },
  };
  let now = () => Date.now();

  const program: Program = async (host) => {
    now = host.clock.now;
    const closeControls = await serveControls(host, controls);
    let mine: WorkerHandle | undefined;
    const code = await runEntrypoint(
      {
        host,
        profile: options.profile ?? 'B',
        timings,
        loginBody: options.loginBody ?? 'hash',
        hasIpv6: options.hasIpv6 ?? true,
        faults,
        world,
      },
      (worker) => {
        if (mine) workers.splice(workers.indexOf(mine), 1);
        mine = worker;
        if (worker) {
          workers.push(worker);
          for (const [port, value] of blocks) worker.network.block(value, port);
          worker.login.state.subscribe(show);
        }
        show();
      },
    );
    await closeControls();
    return code;
  };
  return { program, controls };
}

/** Text with the @ of the bot as a piece of its own. */
function compose(text: string, mention: boolean, uin: string, nick: string): Segment[] {
  const at: Segment = { type: 'at', data: { qq: uin, name: nick } };
  const pieces = text.split(new RegExp(`@(?:${RegExp.escape(nick)}|${uin})\\s*`));
  const segments = pieces.flatMap((piece, index): Segment[] => [
    ...(index > 0 ? [at] : []),
    ...(piece === '' ? [] : [{ type: 'text', data: { text: piece } }]),
  ]);
  return mention ? [at, ...segments] : segments;
}

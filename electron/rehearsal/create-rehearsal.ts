import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../contract/errors';
import type { ChatLine, RehearsalFault, RehearsalView } from '../contract/rehearsal';
import type { Clock } from '../lib/clock';
import type { Program } from '../lib/program-host';
import { createValue, type Readable } from '../lib/value';
import { createAstrBotProgram } from './brain/create-astrbot-program';
import { type BrainControls, createBrainProgram } from './brain/create-brain-program';
import { createGatewayProgram, type GatewayDouble } from './gateway/create-gateway-program';
import { createKeyPoolProgram, type KeyPoolControls } from './key-pool/create-key-pool-program';
import { closeServer } from './lifetime';
import type { ChatMessage } from './messenger/chat-world';
import { createMessengerProgram } from './messenger/create-messenger-program';
import { ControlError, type MessengerControls } from './messenger/messenger-controls';
import { FAST_TIMINGS, type MessengerTimings } from './messenger/messenger-options';
import { createModelServer, type ModelControls, TOY_MODELS } from './model/create-model-server';
import { magicFault } from './model/magic-keys';
import { createFaults, type RehearsedEngine } from './rehearsal-faults';

/** An image for an engine in memory. */
export interface RehearsalImage {
  program: Program;
  /** Unpacked. */
  sizeBytes: number;
  /** Compressed bytes of each layer. */
  layers: readonly number[];
  architecture: string;
  digest: string;
  /** Answers commands that are run inside. */
  exec?: GatewayDouble['exec'];
}

export interface Rehearsal {
  /** By the references that were asked for. */
  readonly images: Readonly<Record<string, RehearsalImage>>;
  readonly controls: {
    readonly view: Readable<RehearsalView>;
    scan(): Promise<void>;
    confirm(): Promise<void>;
    expireQr(): Promise<void>;
    say(room: ChatLine['room'], text: string): Promise<void>;
    fault(fault: RehearsalFault, on: boolean): Promise<void>;
  };
  /** Each simulator's own switches, finer than the buttons. */
  readonly simulators: {
    messenger: MessengerControls;
    brain: BrainControls;
    model: ModelControls;
    keyPool: KeyPoolControls;
  };
  /** OpenAI-shaped, on 127.0.0.1; takes any key. */
  readonly modelBaseUrl: string;
  /** The same, Gemini-shaped. A key's own text may say how it fails: see `magicFault`. */
  readonly geminiBaseUrl: string;
  readonly model: string;
  /** Lets the faults that are the engine's own reach it. */
  attach(engine: RehearsedEngine): void;
  close(): Promise<void>;
}

export interface RehearsalOptions {
  clock: Clock;
  /** References under which the engine is to find the messenger and Koishi, and when asked for AstrBot and a key pool. */
  references: {
    messenger: string;
    brain: string;
    astrbot?: string;
    keyPool?: string | undefined;
    gateway?: string | undefined;
  };
  /** `show`: long enough to be watched · `fast`: nothing to wait for. Default `show`. */
  speed?: 'show' | 'fast';
}

/** Quicker than life, slow enough to follow. */
const SHOW_TIMINGS: MessengerTimings = {
  displayMs: 500,
  workerBootMs: 1_200,
  serviceMs: 500,
  qrMs: 400,
  qrLifeMs: 120_000,
  initMs: 1_800,
  readyMs: 200,
  nickMs: 200,
  exitMs: 100,
  respawnMs: 1_500,
  kickRestartMs: 3_500,
  refreshWaitMs: 10_000,
};

const MB = 1_000_000;
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64';

/** Everything a rehearsal needs besides the engine: images to run, a phone, a chat, troubles and a toy model. */
export async function createRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const { clock, references, speed = 'show' } = options;
  const isFast = speed === 'fast';
  const messenger = createMessengerProgram({ profile: 'B', timings: isFast ? FAST_TIMINGS : SHOW_TIMINGS });
  const brain = createBrainProgram(isFast ? { startMs: 1, prepareMs: 4 } : {});
  const astrbot = createAstrBotProgram(isFast ? 1 : undefined);
  const keyPool = createKeyPoolProgram(isFast ? { startMs: 1, stopMs: 1 } : { startMs: 1_500, stopMs: 300 });
  const gateway = createGatewayProgram();
  const model = createModelServer({ clock, faultOfKey: magicFault, answerMs: isFast ? 0 : 400 });
  await listen(model.server);
  const { port } = model.server.address() as AddressInfo;
  const faults = createFaults({
    clock,
    messenger: messenger.controls,
    brain: {
      crash() {
        brain.controls.crash();
        astrbot.controls.crash();
      },
    },
    model: model.controls,
  });

  const drawView = (): RehearsalView => ({
    chat: messenger.controls.chat.get().map(toLine),
    faults: [...faults.active.get()],
    phone: messenger.controls.state.get().phone,
  });
  const view = createValue(drawView());
  const redraw = () => view.set(drawView());
  const unsubscribes = [messenger.controls.chat, messenger.controls.state, faults.active].map((each) =>
    each.subscribe(redraw),
  );

  return {
    images: {
      [references.messenger]: image(messenger.program, [31, 188, 296, 84, 12], '1'),
      [references.brain]: image(brain.program, [4, 52, 18], '2'),
      ...(references.astrbot === undefined
        ? {}
        : { [references.astrbot]: image(astrbot.program, [30, 4, 160, 210, 9], '3') }),
      ...(references.gateway === undefined
        ? {}
        : {
            [references.gateway]: {
              ...image(gateway.program, [4, 15, 3], '5'),
              exec: gateway.exec,
            },
          }),
      ...(references.keyPool === undefined
        ? {}
        : { [references.keyPool]: image(keyPool.program, [30, 4, 62, 18], '4') }),
    },
    controls: {
      view,
      scan: async () => attempt(() => messenger.controls.scan()),
      confirm: async () => attempt(() => messenger.controls.confirm()),
      expireQr: async () => attempt(() => messenger.controls.expireQr()),
      async say(room, text) {
        const [, spoken = text] = (room === 'group' ? MENTION.exec(text) : undefined) ?? [];
        messenger.controls.say({ room, text: spoken, mention: spoken !== text });
      },
      fault: async (fault, on) => attempt(() => faults.set(fault, on)),
    },
    simulators: {
      messenger: messenger.controls,
      brain: brain.controls,
      model: model.controls,
      keyPool: keyPool.controls,
    },
    modelBaseUrl: `http://127.0.0.1:${port}/v1`,
    geminiBaseUrl: `http://127.0.0.1:${port}/v1beta`,
    model: TOY_MODELS[0],
    attach: faults.attach,
    async close() {
      faults.close();
      for (const unsubscribe of unsubscribes) unsubscribe();
      await closeServer(model.server);
    },
  };
}

/** In a group a line that begins with @somebody is meant for the bot, whatever it is called just now. */
const MENTION = /^[@＠]\S+\s+([\s\S]*)$/u;

/** A button pressed when it can do nothing is refused. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (error instanceof ControlError) throw new AppError('notAllowed', {}, { cause: error });
    throw error;
  }
}

function toLine({ id, at, self, room, text }: ChatMessage): ChatLine {
  return { id, at, from: self ? 'bot' : 'you', room, text };
}

function image(program: Program, layersMb: readonly number[], digit: string): RehearsalImage {
  const layers = layersMb.map((size) => size * MB);
  return {
    program,
    layers,
    sizeBytes: layers.reduce((sum, size) => sum + size, 0) * 2.6,
    architecture: ARCHITECTURE,
    digest: `sha256:${digit.repeat(64)}`,
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

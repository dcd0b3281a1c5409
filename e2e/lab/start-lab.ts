import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { acquireProcessLock, type ProcessLock } from '../../electron/lib/process-lock';
import type { ModelControls } from '../../electron/rehearsal/model/create-model-server';
import { magicFault } from '../../electron/rehearsal/model/magic-keys';
import { command, until } from './engine/command';
import type { LabEngineVersion } from './engine/engine-binaries';
import { type LabEngine, startLabEngine } from './engine/lab-engine';
import { startRegistry } from './engine/registry';
import { freePort } from './free-port';
import type { Pace } from './images/napcat-image';
import { type LabBrain, type LabExtra, type PublishedImages, publishImages } from './images/publish-images';
import { labCacheDir } from './lab-cache';
import { startModelApi } from './model-api';
import { startNpmRegistry } from './npm-registry';
import { createPhone, type Phone } from './phone';

export interface LabOptions {
  engine: LabEngineVersion;
  /** How fast the simulated messenger is; `real` by default. */
  pace?: Pace;
  /** Whose images there are; Koishi's alone by default. */
  brains?: readonly LabBrain[];
  /** What else there are images of; nothing by default. */
  extras?: readonly LabExtra[];
}

export interface Lab {
  /** The engine, for `DOCKER_HOST`. */
  endpoint: string;
  /** What BotPier's own process is given: the engine, and no way to the real Docker Hub, whose images are others. */
  env: { DOCKER_HOST: string; NODE_USE_ENV_PROXY: string; HTTPS_PROXY: string };
  /** Registry prefix that offers the images, for `--mirror`. */
  mirror: string;
  /** Publishes one of the images anew, as its makers do. */
  publish: PublishedImages['publish'];
  /** For `--registry`; containers reach it too. */
  npmRegistry: string;
  /** A DeepSeek-shaped model API, for `--base-url`; containers reach it too. */
  modelBaseUrl: string;
  model: ModelControls;
  /** A Gemini-shaped one, whose keys say themselves how they fail: see `magicFault`. */
  geminiBaseUrl: string;
  gemini: ModelControls;
  /** The engine itself: to crash it, to start it again. */
  engine: LabEngine;
  /** The phone of a bot; of the only one when none is named. */
  phone(bot?: string): Phone;
  /** Docker's own command line client on the lab's engine. */
  docker(...args: string[]): Promise<string>;
  stop(): Promise<void>;
}

const LOCK_PATIENCE_MS = 20 * 60_000;
/** The discard port: nobody listens there. */
const DEAD_END = 'http://127.0.0.1:9';
const MODELS = ['deepseek-chat', 'deepseek-reasoner'];
const GEMINI_MODELS = ['gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-2.5-pro'];

/**
 * A Docker engine, a mirror with the images, an npm registry and a model API on this machine, with nothing real
 * replaced that can be had (see README.md). Needs root on Debian. One at a time: a second one waits for the first.
 */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { engine: version, pace = 'real', brains = ['koishi'], extras = [] } = options;
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  try {
    const lock = await waitForLock();
    undo.push(() => lock.release());
    const dir = await mkdtemp(join(tmpdir(), 'botpier-lab-'));
    undo.push(() => rm(dir, { recursive: true, force: true }));

    const containerdStore = version !== '20';
    const engine = await startLabEngine({ version, containerdStore, dir: join(dir, 'engine') });
    undo.push(() => engine.stop());
    // Its own address there is the one that both this machine and every container reach.
    const address = await bridgeAddress();

    const npm = await startNpmRegistry({ dir: join(dir, 'npm'), address });
    undo.push(() => npm.stop());
    const registry = await startRegistry({ dir: join(labCacheDir(), 'registry'), port: await freePort() });
    undo.push(() => registry.stop());
    const { prefix, publish } = await publishImages(registry.storage, {
      npmRegistry: npm.url,
      pace,
      brains,
      extras,
    });
    const model = await startModelApi(address, { models: MODELS });
    undo.push(async () => model.stop());
    const gemini = await startModelApi(address, { models: GEMINI_MODELS, faultOfKey: magicFault });
    undo.push(async () => gemini.stop());

    return {
      endpoint: engine.endpoint,
      env: { DOCKER_HOST: engine.endpoint, NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: DEAD_END },
      mirror: `${registry.host}/${prefix}`,
      publish,
      npmRegistry: npm.url,
      modelBaseUrl: `${model.url}/v1`,
      model: model.controls,
      geminiBaseUrl: `${gemini.url}/v1beta`,
      gemini: gemini.controls,
      engine,
      phone: (bot) => createPhone(engine.docker, bot),
      docker: engine.docker,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Two engines in one network would undo each other's packet filter rules. */
function waitForLock(): Promise<ProcessLock> {
  return until('the end of another lab', LOCK_PATIENCE_MS, async () => {
    const result = await acquireProcessLock(join(tmpdir(), 'botpier-lab-lock'));
    return result.kind === 'held' ? result.lock : undefined;
  });
}

/** Of the engine's bridge; engine 20.10 does not tell it where it has just made that. */
async function bridgeAddress(): Promise<string> {
  const links = JSON.parse(await command('ip', ['-4', '-j', 'address', 'show', 'dev', 'docker0']));
  const { local: address } = BridgeLinks.parse(links)[0].addr_info[0];
  return address;
}

const BridgeLinks = z.tuple([z.object({ addr_info: z.tuple([z.object({ local: z.ipv4() })]) })]);

import type { ResourceCalls } from '../../electron/app/resources/resource-calls';
import type { ServiceName } from '../../electron/contract/ids';
import type {
  CleanUpItem,
  DiskUse,
  MemoryLimit,
  ResourceHistory,
  WslMemory,
} from '../../electron/contract/resources';
import { BOT, NOW } from './views';

const MB = 1_000_000;
const MIB = 1024 * 1024;
const MINUTES = 1_440;

/** Two services over a day: calm nights, a busy evening, one gap where the computer slept. */
export function dayOf(minutes = MINUTES): ResourceHistory {
  const column = (value: (hour: number, minute: number) => number, digits: number) =>
    Array.from({ length: MINUTES }, (_, minute) => {
      const sleeps = minute > 420 && minute < 560;
      if (minute < MINUTES - minutes || sleeps) return null;
      return Math.round(value(minute / 60, minute) * 10 ** digits) / 10 ** digits;
    });
  const busy = (hour: number, minute: number) =>
    Math.max(0, Math.sin((hour - 9) / 3.8)) + 0.12 * Math.abs(Math.sin(minute * 1.7));
  const service = (name: ServiceName, weight: number) => ({
    service: name,
    columns: {
      cpus: column((hour, minute) => 0.02 + 0.16 * weight * busy(hour, minute), 3),
      memoryBytes: column((hour) => (260 + 6 * hour) * MB * weight, 0),
      rxPerSecond: column((hour, minute) => 9_000 * weight * busy(hour, minute), 0),
      txPerSecond: column((hour, minute) => 6_000 * weight * busy(hour, minute), 0),
      readPerSecond: column((_, minute) => (minute % 97 === 0 ? 180_000 * weight : 0), 0),
      writtenPerSecond: column((hour, minute) => 2_400 * weight * busy(hour, minute), 0),
    },
  });
  return {
    from: NOW - MINUTES * 60_000,
    stepMs: 60_000,
    services: [service('napcat', 1.4), service('koishi', 0.6)],
  };
}

const LIMITS: MemoryLimit[] = [
  {
    service: 'napcat',
    bytes: 1_536 * MIB,
    usualBytes: 1_536 * MIB,
    leastBytes: 384 * MIB,
    mostBytes: 16_384 * MIB,
  },
  {
    service: 'koishi',
    bytes: 512 * MIB,
    usualBytes: 768 * MIB,
    leastBytes: 192 * MIB,
    mostBytes: 16_384 * MIB,
  },
];

const DISK: DiskUse = {
  images: [
    { reference: 'docker.io/mlikiowa/napcat-docker:v4.18.19', bytes: 1_240 * MB, used: true },
    { reference: 'docker.io/koishijs/koishi:v1.16.1-lite', bytes: 412 * MB, used: true },
    { reference: 'docker.io/soulter/astrbot:v4.27.4', bytes: 2_310 * MB, used: false },
  ],
  volumes: [
    { name: `botpier-${BOT}-napcat-data`, bot: BOT, service: 'napcat', bytes: 312 * MB },
    { name: `botpier-${BOT}-koishi-data`, bot: BOT, service: 'koishi', bytes: 486 * MB },
    { name: 'botpier-zk4w81qd-koishi-data', service: 'koishi', bytes: 61 * MB },
  ],
  ownLogBytes: 6 * MB,
  containerLogs: { containers: 2, mostBytesEach: 30 * MIB },
};

export const CLEAN_UP: CleanUpItem[] = [
  {
    id: `container:botpier-${BOT}-koishi-writer`,
    kind: 'container',
    name: `botpier-${BOT}-koishi-writer`,
    why: 'leftover',
  },
  {
    id: 'image:docker.io/soulter/astrbot:v4.27.4',
    kind: 'image',
    name: 'docker.io/soulter/astrbot:v4.27.4',
    why: 'imageUnused',
    bytes: 2_310 * MB,
  },
  { id: 'log:botpier.1.log', kind: 'log', name: 'botpier.1.log', why: 'oldLog', bytes: 5 * MB },
  {
    id: 'volume:botpier-zk4w81qd-koishi-data',
    kind: 'volume',
    name: 'botpier-zk4w81qd-koishi-data',
    why: 'botGone',
    bytes: 61 * MB,
  },
];

/** What a page of resources shows; a scene puts other answers in its place. */
export interface ResourceAnswers {
  history: ResourceHistory;
  cleanUp: CleanUpItem[];
  wsl: WslMemory | null;
  /** Nothing runs. */
  still: boolean;
}

export const RESOURCES: ResourceAnswers = { history: dayOf(), cleanUp: CLEAN_UP, wsl: null, still: false };

/** What services take in pictures. */
export function resourceCalls(answers: () => ResourceAnswers): ResourceCalls {
  return {
    async *live(_bot, signal) {
      if (!answers().still) {
        for (let second = 59; second >= 0; second--) {
          for (const [service, weight] of [
            ['napcat', 1.4],
            ['koishi', 0.6],
          ] as const) {
            yield {
              service,
              at: NOW - second * 1_000,
              cpus: 0.03 * weight * (1 + Math.abs(Math.sin(second / 5))),
              memoryBytes: 290 * MB * weight,
              rxPerSecond: 7_400 * weight,
              txPerSecond: 4_100 * weight,
              readPerSecond: 0,
              writtenPerSecond: 1_900 * weight,
            };
          }
        }
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
    history: async () => answers().history,
    disk: async () => DISK,
    listCleanUp: async () => answers().cleanUp,
    cleanUp: async ({ items }) => ({ removed: [...items], freedBytes: 2_376 * MB, kept: [] }),
    limits: async () => LIMITS,
    limitMemory: async () => {},
    wsl: async () => answers().wsl,
    capWsl: async () => {},
    uncapWsl: async () => {},
  };
}

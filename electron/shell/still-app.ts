import type { App } from '../app/api';
import { AppError } from '../contract/errors';
import { BotId } from '../contract/ids';
import { Settings } from '../contract/settings';
import type { AppView } from '../contract/view';
import { createValue, type Value } from '../lib/value';

/** An app for the tests of the shells: it shows what it is given to show and refuses to act. */
export function createStillApp(): App & { readonly view: Value<AppView> } {
  const refuse = async (): Promise<never> => {
    throw new AppError('notAllowed');
  };
  return {
    view: createValue<AppView>({
      version: '0.0.0',
      rehearsal: false,
      settings: Settings.parse({}),
      bots: [],
      engine: { tone: 'ok', name: 'Still' },
      notices: [],
      notifications: { recent: [], secrets: {} },
      network: { proxy: '', login: 'absent' },
      data: { dir: '/data', canOpen: false },
      secrets: { keeping: 'system', locked: false, choices: [], asks: false, enterAgain: [] },
    }),
    bots: {
      create: async () => BotId.parse('stillbot'),
      chooseStack: refuse,
      consent: refuse,
      patch: refuse,
      start: refuse,
      stop: refuse,
      restart: refuse,
      fix: refuse,
      changeBrain: refuse,
      cancelChange: refuse,
      forgetBrain: refuse,
      prove: refuse,
      export: refuse,
      publish: refuse,
      remove: refuse,
    },
    panels: { enter: refuse },
    model: { providers: () => [], connect: refuse, choose: refuse },
    keyPool: {
      add: refuse,
      remove: refuse,
      check: refuse,
      cancel: refuse,
      settings: refuse,
      consent: refuse,
      turnOn: refuse,
      turnOff: refuse,
      models: refuse,
      chat: refuse,
    },
    gateway: {
      turnOn: refuse,
      turnOff: refuse,
      routes: refuse,
      saveRoutes: refuse,
      tryRoute: refuse,
      setPassword: refuse,
    },
    sync: {
      checkToken: refuse,
      checkRepository: refuse,
      setUp: refuse,
      renewKey: refuse,
      confirmKey: refuse,
      setToken: refuse,
      setKey: refuse,
      patch: refuse,
      now: refuse,
      cancel: refuse,
      takeOver: refuse,
      turnOff: refuse,
      generations: refuse,
      restore: refuse,
      restoreFile: refuse,
      cancelRestore: refuse,
    },
    legacy: { look: refuse, bringAlong: refuse, leave: async () => {} },
    serviceUpdates: { look: refuse, begin: refuse, cancel: refuse, policy: refuse, dismiss: refuse },
    settings: { patch: refuse, export: () => '', import: refuse, openFolder: refuse },
    advanced: { services: () => [], setPort: refuse, setEnvironment: refuse },
    persona: {
      words: () => ({ text: '', prompt: '' }),
      preview: refuse,
    },
    secrets: { unlock: refuse, keep: refuse },
    network: { testMirrors: refuse, setProxyLogin: refuse, proxy: createValue('') },
    engine: { start: refuse, look: refuse },
    stacks: { offers: () => [] },
    update: { check: refuse, download: refuse, install: refuse, openPage: refuse },
    notifications: { setSecret: refuse, test: refuse, openQrLink: async () => undefined },
    notices: { dismiss: refuse, tell: () => {} },
    logs: {
      async *read() {
        yield [];
      },
    },
    snapshots: {
      list: async () => [],
      take: refuse,
      restore: refuse,
      undo: refuse,
      remove: refuse,
      verify: refuse,
      cancel: refuse,
      settings: refuse,
      exportFile: refuse,
      findExport: async () => undefined,
      importFile: refuse,
    },
    resources: {
      async *live() {},
      history: refuse,
      disk: refuse,
      listCleanUp: refuse,
      cleanUp: refuse,
      limits: refuse,
      limitMemory: refuse,
      wsl: async () => null,
      capWsl: refuse,
      uncapWsl: refuse,
    },
    support: { draft: refuse, save: refuse },
    rehearsal: undefined,
    wake: async () => {},
    idle: async () => {},
    close: async () => {},
  };
}

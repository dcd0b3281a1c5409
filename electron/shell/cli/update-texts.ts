import type { LastServiceUpdate, ServiceUpdate, VersionsView } from '../../contract/service-version';

interface UpdateTexts {
  phase: Record<ServiceUpdate['phase'], string>;
  ended: Record<LastServiceUpdate['result'], (what: string) => string>;
  row: (row: VersionsView['services'][number], isUnknown: boolean) => string;
  unknownService: (name: string) => string;
  needsService: string;
  nothing: string;
}

/** The words about versions of services. */
export const UPDATE_TEXTS: Record<'zh' | 'en', UpdateTexts> = {
  zh: {
    phase: {
      pulling: '下载',
      saving: '存数据',
      preparing: '装插件',
      starting: '启动',
      proving: '试话',
      returning: '换回原来的版本',
    },
    ended: {
      done: (what) => `✓ 换成了 ${what}`,
      returned: (what) => `${what} 没换成，原来的版本和数据都回来了`,
      cancelled: (what) => `没有换成 ${what}`,
    },
    row: ({ product, now, offer }, isUnknown) =>
      `${product} ${now.version}${
        offer
          ? ` → ${offer.version}${offer.isRebuilt ? '（重新做过）' : ''} ${offer.digest.slice(7, 19)}  ${offer.isRebuilt ? '' : offer.notes.zh}`
          : isUnknown
            ? '  没问到有没有新的'
            : '  没有更新的'
      }`.trimEnd(),
    unknownService: (name) => `这个机器人没有 ${name}。`,
    needsService: '要换回哪一个？写上它的名字。',
    nothing: '没有可换的。',
  },
  en: {
    phase: {
      pulling: 'downloading',
      saving: 'saving the data',
      preparing: 'installing plugins',
      starting: 'starting',
      proving: 'trying it',
      returning: 'putting the old version back',
    },
    ended: {
      done: (what) => `✓ Updated to ${what}`,
      returned: (what) => `${what} did not work; the old version is back with its data`,
      cancelled: (what) => `Not updated to ${what}`,
    },
    row: ({ product, now, offer }, isUnknown) =>
      `${product} ${now.version}${
        offer
          ? ` → ${offer.version}${offer.isRebuilt ? ' (built anew)' : ''} ${offer.digest.slice(7, 19)}  ${offer.isRebuilt ? '' : offer.notes.en}`
          : isUnknown
            ? '  nobody could tell of a newer one'
            : '  nothing newer'
      }`.trimEnd(),
    unknownService: (name) => `This bot has no ${name}.`,
    needsService: 'Name the service that is to go back.',
    nothing: 'There is nothing to put in place.',
  },
};

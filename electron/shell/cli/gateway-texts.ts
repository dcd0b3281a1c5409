import type { RouteFindingCode } from '../../contract/routes';

/** The words of `botpier gateway`. */
export interface GatewayTexts {
  on: (url: string) => string;
  panel: (product: string, url: string) => string;
  password: (password: string) => string;
  open: string;
  off: string;
  saved: (ms: number | undefined) => string;
  refused: string;
  notJson: (file: string) => string;
  place: (rule: number | undefined) => string;
  finding: Record<RouteFindingCode, string>;
  taken: (rule: number, target: string) => string;
  byDefault: (target: string) => string;
  byAdmin: string;
  notIn: string;
  changed: string;
}

export const GATEWAY_TEXTS: Readonly<Record<'zh' | 'en', GatewayTexts>> = {
  zh: {
    on: (url) => `网关开好了：${url}`,
    panel: (product, url) => `  ${product}：${url}`,
    password: (password) => `网关密码（只显示这一次）：${password}`,
    open: '同一个网络里的人都能打开这个地址，进面板要先用网关密码登录。没有域名就没有加密，别在不放心的网络里用。',
    off: '网关关了，规则和密码都留着。',
    saved: (ms) => (ms === undefined ? '存好了，网关开起来就生效。' : `存好了，${ms} 毫秒后就生效了。`),
    refused: '没有保存，这些规则有问题：',
    notJson: (file) => `${file} 不是合法的规则文件`,
    place: (rule) => (rule === undefined ? '默认后端' : `第 ${rule + 1} 条`),
    finding: {
      noBackend: '没有后端',
      badBackend: '后端地址写得不对',
      noTarget: '没写转到哪里',
      badTarget: '转到的地址写得不对',
      badPattern: '正则表达式不对',
      stripWithoutPrefix: '要去掉前缀，却没写前缀',
      prefixNeeded: '要换前缀，却没写前缀',
      loop: '会绕回网关自己',
      duplicateId: 'id 和别的规则重复',
      shadowed: '前面的规则全接走了，轮不到它',
      neverMatches: '条件互相矛盾，永远不会生效',
      reserved: '/admin 留给网关自己用',
      unresolvable: '后端的名字查不到',
      beatsPath: '只看来源页，会抢走别的规则的路径',
    },
    taken: (rule, target) => `第 ${rule + 1} 条规则接：${target}`,
    byDefault: (target) => `没有规则接，去默认后端：${target}`,
    byAdmin: '这是网关自己的页面。',
    notIn: '网关不放这个地址进来。',
    changed: '密码换好了，登录过的人要重新登录。',
  },
  en: {
    on: (url) => `The gateway is on: ${url}`,
    panel: (product, url) => `  ${product}: ${url}`,
    password: (password) => `Gateway password (shown this once): ${password}`,
    open: 'Everybody on the same network can open this address, and signs in with the gateway password before any panel. Without a domain nothing is encrypted: do not use it in a network you do not trust.',
    off: 'The gateway is off; its rules and password are kept.',
    saved: (ms) =>
      ms === undefined ? 'Saved; live when the gateway runs.' : `Saved, and live after ${ms} ms.`,
    refused: 'Not saved; something is wrong with these rules:',
    notJson: (file) => `${file} holds no valid rules`,
    place: (rule) => (rule === undefined ? 'Default backend' : `Rule ${rule + 1}`),
    finding: {
      noBackend: 'has no backend',
      badBackend: "the backend's address is not valid",
      noTarget: 'does not say where to redirect to',
      badTarget: 'the address to redirect to is not valid',
      badPattern: 'the regular expression is not valid',
      stripWithoutPrefix: 'a prefix is to be taken off, and none is given',
      prefixNeeded: 'a prefix is to be replaced, and none is given',
      loop: 'leads back to the gateway itself',
      duplicateId: 'has the id of another rule',
      shadowed: 'an earlier rule takes all that it could',
      neverMatches: 'its conditions contradict each other',
      reserved: '/admin is kept for the gateway itself',
      unresolvable: "the backend's name leads nowhere",
      beatsPath: 'looks at the Referer alone and takes paths of other rules',
    },
    taken: (rule, target) => `Rule ${rule + 1} takes it: ${target}`,
    byDefault: (target) => `No rule takes it; the default backend does: ${target}`,
    byAdmin: "This is one of the gateway's own pages.",
    notIn: 'The gateway does not let this address in.',
    changed: 'The password is changed; whoever was signed in signs in anew.',
  },
};

import type { SpaceRefusal, SpaceStep } from '../../contract/export';

/** The words of `botpier export`. */
export interface ExportTexts {
  written: (folder: string, files: number) => string;
  former: (folder: string) => string;
  startCompose: (folder: string) => string;
  withSecrets: string;
  fillIn: (file: string, names: string) => string;
  scanAgain: string;
  occupied: (folder: string) => string;
  exported: (folder: string) => string;
  missing: Readonly<Record<string, string>>;
  reason: Readonly<Record<string, string>>;
  demands: string;
  spaceSecrets: (names: string) => string;
  needsToken: string;
  badName: string;
  step: Record<SpaceStep, string>;
  refusal: Record<SpaceRefusal, string>;
  retryAfter: (seconds: number) => string;
  published: (url: string) => string;
}

export const EXPORT_TEXTS: Readonly<Record<'zh' | 'en', ExportTexts>> = {
  zh: {
    written: (folder, files) => `写好了 ${files} 个文件：${folder}`,
    former: (folder) => `原来那份挪到了：${folder}`,
    startCompose: (folder) => `接下来：cd '${folder}' && docker compose up -d`,
    withSecrets: '.env 里有模型的密钥和所有口令，别发给别人。',
    fillIn: (file, names) => `先在 ${file} 里填好：${names}`,
    scanAgain: '里面没有 QQ 的登录，到那边要重新扫码。同一个号别在两处同时跑。',
    occupied: (folder) => `${folder} 里已经有别的东西，换一个文件夹。`,
    exported: (folder) => `${folder} 里是上次导出的，要换成新的就加 --force（旧的会留着）。`,
    missing: {
      stack: '这个机器人还没有选大脑，先用 botpier up 接好。',
      model: '这个机器人还没有接上模型，先用 botpier up 接好。',
    },
    reason: {
      stack: 'Space 只做了 AstrBot 的。先把大脑换成 AstrBot，再导出。',
      keyPool: '用密钥池的机器人没法放进 Space。先关掉密钥池，AstrBot 自己也会轮换密钥。',
      localModel: '它的模型在这台电脑或家里的网上，Space 连不到。先换成网上的模型。',
    },
    demands: '放到 Hugging Face 之前，先知道这些：',
    spaceSecrets: (names) => `在 Space 的 Settings → Secrets 里填：${names}`,
    needsToken: '上传要用有写权限的 access token，从标准输入给：--token-stdin < 文件',
    badName: '要写成 用户名/Space名，只能用英文字母、数字和 . _ -',
    step: { signIn: '登录 Hugging Face', create: '建 Space', secrets: '交密钥', files: '传文件' },
    refusal: {
      token: 'token 不对，或者已经失效',
      role: 'token 没有写权限，或者管不了这个用户名下的东西',
      needsPlan: '账号的套餐不够：Docker Space 要 PRO、Team 或 Enterprise',
      notFound: '没有这个用户、组织或 Space',
      exists: '已经有同名的 Space，换个名字；要覆盖它就加 --force',
      rateLimited: '调用太频繁，过一会儿再试',
      unreachable: '连不上 Hugging Face，可能要先在设置里填代理',
      unknown: '被拒绝了',
    },
    retryAfter: (seconds) => `${seconds} 秒后再试。`,
    published: (url) => `传好了：${url}\n它会自己构建，好了以后在 Logs 里扫码。`,
  },
  en: {
    written: (folder, files) => `Wrote ${files} files: ${folder}`,
    former: (folder) => `The former one is now: ${folder}`,
    startCompose: (folder) => `Next: cd '${folder}' && docker compose up -d`,
    withSecrets: '.env holds the model key and all tokens: give it to nobody.',
    fillIn: (file, names) => `First fill in ${file}: ${names}`,
    scanAgain: "QQ's login is not in it: scan again there. Do not run one account in two places.",
    occupied: (folder) => `There is something else in ${folder}; name another folder.`,
    exported: (folder) =>
      `An earlier export is in ${folder}; --force puts a new one in its place and keeps it beside.`,
    missing: {
      stack: 'This bot has no brain yet; set it up with botpier up.',
      model: 'This bot has no model yet; set it up with botpier up.',
    },
    reason: {
      stack: "Spaces are made for AstrBot alone. Change the bot's brain to AstrBot first.",
      keyPool:
        'A bot with a key pool fits into no Space. Turn the pool off first; AstrBot takes turns with keys, too.',
      localModel:
        'Its model is on this computer or at home, where no Space reaches it. Choose one on the net first.',
    },
    demands: 'Before you host it on Hugging Face:',
    spaceSecrets: (names) => `Under Settings → Secrets of the Space give: ${names}`,
    needsToken: 'An upload needs an access token with write role on standard input: --token-stdin < file',
    badName: 'Write owner/name, of letters, digits and . _ -',
    step: {
      signIn: 'Sign in to Hugging Face',
      create: 'Create the Space',
      secrets: 'Hand over secrets',
      files: 'Upload files',
    },
    refusal: {
      token: 'the token is not valid, or not any more',
      role: 'the token may not write, or not in that namespace',
      needsPlan: 'the plan is not enough: Docker Spaces need PRO, Team or Enterprise',
      notFound: 'there is no such user, organization or Space',
      exists: 'a Space of that name exists; choose another, or write over it with --force',
      rateLimited: 'too many calls, try again later',
      unreachable: 'Hugging Face cannot be reached; a proxy in the settings may help',
      unknown: 'refused',
    },
    retryAfter: (seconds) => `Try again in ${seconds} seconds.`,
    published: (url) => `Uploaded: ${url}\nIt builds by itself; scan the code in its logs after that.`,
  },
};

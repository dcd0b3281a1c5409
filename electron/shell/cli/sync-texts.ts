import type { SyncHold, SyncRun } from '../../contract/sync';

/** The words of `botpier sync`. */
export interface SyncTexts {
  notSetUp: string;
  repository: (name: string, branch: string) => string;
  last: (time: string) => string;
  never: string;
  next: (time: string) => string;
  hold: Record<SyncHold, string>;
  waiting: (files: number, bytes: string) => string;
  sizes: (saved: string, sent: string) => string;
  conflict: (device: string, time: string) => string;
  tokenEnds: (time: string) => string;
  run: Record<SyncRun['outcome'], string>;
  key: (key: string) => string;
  keyWarning: string;
  enterKey: string;
  keyWrong: string;
  inUse: string;
  on: (name: string) => string;
  off: string;
  sureOff: string;
  restored: (name: string) => string;
  git: string;
  token: string;
  repositoryPrompt: string;
  recoveryKey: string;
}

export const SYNC_TEXTS: Readonly<Record<'zh' | 'en', SyncTexts>> = {
  zh: {
    notSetUp: '还没有备份到 GitHub。设置：botpier sync setup',
    repository: (name, branch) => `存在 ${name}（分支 ${branch}）`,
    last: (time) => `上次存好：${time}`,
    never: '还没有存好过',
    next: (time) => `下次：${time}`,
    hold: {
      paused: '停着，没有在存',
      botStopped: '机器人停着，停之前的已经存好',
      brainChange: '在换大脑，换好再存',
      restore: '在恢复，恢复好再存',
      update: '在更新，更新好再存',
      keyUnconfirmed: '恢复钥匙还没确认',
    },
    waiting: (files, bytes) => `还没存上去：${files} 个文件，${bytes}`,
    sizes: (saved, sent) => `一共存着 ${saved}，累计上传 ${sent}`,
    conflict: (device, time) =>
      `${device} 在 ${time} 也往这里存过。由这台接着存：botpier sync now --take-over`,
    tokenEnds: (time) => `令牌 ${time} 到期`,
    run: { saved: '存好了', unchanged: '没有变化', failed: '没有存成', cancelled: '中途不存了' },
    key: (key) => `恢复钥匙（只显示这一次）：\n${key}`,
    keyWarning: '抄下来，别只放在这台电脑上。钥匙丢了，备份就打不开了。',
    enterKey: '抄好了，再填一次（不会显示）：',
    keyWrong: '对不上，再看看。',
    inUse: '这个仓库里已经存着一个机器人。恢复它：botpier sync restore；顶替它：加上 --replace。',
    on: (name) => `设好了，正在往 ${name} 存第一次。`,
    off: '关掉了，仓库里已经存的原样留着。',
    sureOff: '关掉以后电脑坏了就回不来了。要关就写 yes：',
    restored: (name) => `“${name}”回来了，正在起来。`,
    git: 'git 不是为备份做的，几个 GB 以内够用。聊天的记忆会传到 GitHub。',
    token: '令牌（不会显示）：',
    repositoryPrompt: '仓库（名字/仓库）：',
    recoveryKey: '恢复钥匙（不会显示）：',
  },
  en: {
    notSetUp: 'It is not saved to GitHub. Set it up: botpier sync setup',
    repository: (name, branch) => `Saved in ${name} (branch ${branch})`,
    last: (time) => `Last saved: ${time}`,
    never: 'Never saved yet',
    next: (time) => `Next: ${time}`,
    hold: {
      paused: 'Paused: nothing is being saved',
      botStopped: 'The bot is stopped; what was before is saved',
      brainChange: 'The brain is being changed; saved afterwards',
      restore: 'Being restored; saved afterwards',
      update: 'Being updated; saved afterwards',
      keyUnconfirmed: 'The recovery key is not confirmed',
    },
    waiting: (files, bytes) => `Not saved yet: ${files} files, ${bytes}`,
    sizes: (saved, sent) => `${saved} saved in all, ${sent} sent so far`,
    conflict: (device, time) =>
      `${device} saved here too, ${time}. Let this computer go on: botpier sync now --take-over`,
    tokenEnds: (time) => `The token ends ${time}`,
    run: {
      saved: 'Saved',
      unchanged: 'Nothing had changed',
      failed: 'Not saved',
      cancelled: 'Stopped on the way',
    },
    key: (key) => `Recovery key (shown this once):\n${key}`,
    keyWarning: 'Write it down, not on this computer alone. Without it the backup does not open.',
    enterKey: 'Once you have it, enter it again (it will not be shown):',
    keyWrong: 'Not the same; look again.',
    inUse:
      'A bot is saved in this repository. Bring it here: botpier sync restore. Let this one take its place: --replace.',
    on: (name) => `Set up; the first save to ${name} has begun.`,
    off: 'Off; what is in the repository stays.',
    sureOff: 'From then on a dead computer takes the bot with it. Type yes to turn it off:',
    restored: (name) => `"${name}" is back and coming up.`,
    git: 'Git was not made for backups; it is fine for a few GB. The memory of chats goes to GitHub.',
    token: 'Token (it will not be shown):',
    repositoryPrompt: 'Repository (owner/name):',
    recoveryKey: 'Recovery key (it will not be shown):',
  },
};

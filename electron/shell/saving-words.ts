import type { EnvironmentNote, EnvironmentProblem } from '../app/sync/from-environment';
import type { SavingEvent } from './saving-by-environment';

export type Language = 'zh' | 'en';

interface SavingWords {
  bringingBack: (repository: string) => string;
  setUp: (repository: string) => string;
  keyNeeded: (repository: string) => string;
  keyUnconfirmed: string;
  elsewhere: (repository: string) => string;
  failed: (why: string) => string;
  note: Readonly<Record<EnvironmentNote['code'], (name: string, to: number) => string>>;
  problem: Readonly<Record<EnvironmentProblem['code'], string>>;
}

const WORDS: Readonly<Record<Language, SavingWords>> = {
  zh: {
    bringingBack: (repository) => `正在从 ${repository} 找回机器人`,
    setUp: (repository) => `从现在起，机器人会存到 ${repository}`,
    keyNeeded: (repository) =>
      `${repository} 里存着一个机器人。把恢复钥匙写进文件，用 BOTPIER_RECOVERY_KEY_FILE 指给 BotPier，就能找回来`,
    keyUnconfirmed: '还没有开始存：请在网页的备份页记下恢复钥匙，再输入一遍',
    elsewhere: (repository) => `机器人已经存到 ${repository} 了，环境变量里写的是另一个仓库，没有改动`,
    failed: (why) => `没有照环境变量设置好备份：${why}`,
    note: {
      limited: (name, to) => `${name} 按 ${to} 算`,
      originalsKept: (name) => `${name}：仓库里只放指针，机器人自己的大文件不会删`,
      alwaysVerified: (name) => `${name}：校验总是开着`,
      ownRelease: (name) => `${name}：大文件放进 BotPier 自己的 Release；导入旧仓库时才读这一个`,
    },
    problem: {
      missing: '没有填',
      notARepository: '不是 owner/repo 形式的仓库名',
      notABranch: '不是分支名',
      notANumber: '不是整数',
      notYesOrNo: '应该是 true 或 false',
      notATag: '不是标签名',
      notAToken: '不是令牌',
    },
  },
  en: {
    bringingBack: (repository) => `Bringing the bot back from ${repository}`,
    setUp: (repository) => `From now on the bot is saved to ${repository}`,
    keyNeeded: (repository) =>
      `A bot is saved in ${repository}. Write the recovery key into a file and name that by BOTPIER_RECOVERY_KEY_FILE to bring it back`,
    keyUnconfirmed:
      'Nothing is saved yet: write down the recovery key on the backup page, and enter it again',
    elsewhere: (repository) =>
      `The bot is saved to ${repository} already; the environment names another repository, and nothing was changed`,
    failed: (why) => `Saving was not set up as the environment says: ${why}`,
    note: {
      limited: (name, to) => `${name} is taken as ${to}`,
      originalsKept: (name) =>
        `${name}: the repository holds the pointer alone, the bot's own file is never removed`,
      alwaysVerified: (name) => `${name}: sums are always checked`,
      ownRelease: (name) =>
        `${name}: large files go to a release of BotPier's own; this one is read when an older repository is imported`,
    },
    problem: {
      missing: 'is not set',
      notARepository: 'is no repository like owner/repo',
      notABranch: 'is no name of a branch',
      notANumber: 'is no whole number',
      notYesOrNo: 'should be true or false',
      notATag: 'is no name of a tag',
      notAToken: 'is no token',
    },
  },
};

/** @param explain says why something failed */
export function describeSaving(
  event: SavingEvent,
  language: Language,
  explain: (error: unknown) => string,
): string {
  const words = WORDS[language];
  switch (event.kind) {
    case 'failed':
      return words.failed(explain(event.error));
    case 'keyUnconfirmed':
      return words.keyUnconfirmed;
    default:
      return words[event.kind](event.repository);
  }
}

export function describeNote({ name, code, to = 0 }: EnvironmentNote, language: Language): string {
  return WORDS[language].note[code](name, to);
}

/** One line for each variable that cannot be understood. */
export function describeProblems(problems: readonly EnvironmentProblem[], language: Language): string {
  return problems.map(({ name, code }) => `${name} ${WORDS[language].problem[code]}`).join('\n');
}

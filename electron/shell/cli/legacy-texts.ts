import type { LegacyLeft } from '../../contract/legacy';
import type { SyncPhase, SyncProblem } from '../../contract/sync';

/** The words of `botpier import repository`. */
export interface LegacyTexts {
  repositoryPrompt: string;
  found: (repository: string, files: number, size: string) => string;
  large: (files: number, size: string) => string;
  part: (product: string, files: number, size: string) => string;
  /** Said after the key pool's part. */
  keysOnly: string;
  left: Record<LegacyLeft, (files: number) => string>;
  more: (files: number) => string;
  readOnly: string;
  sure: string;
  phase: Partial<Record<SyncPhase, string>>;
  brought: (name: string) => string;
  scanAgain: string;
  failure: {
    legacyEmpty: (repository: string, branch: string) => string;
    legacyForeign: (repository: string) => string;
    legacyDamaged: (path: string) => string;
    busy: string;
    diskFull: string;
    engineUnavailable: string;
    cancelled: string;
  };
  /** Where saving says it of a repository that it saves to. */
  problem: Partial<Record<SyncProblem, string>>;
}

export const LEGACY_TEXTS: Readonly<Record<'zh' | 'en', LegacyTexts>> = {
  zh: {
    repositoryPrompt: '老仓库（名字/仓库，或者网址）：',
    found: (repository, files, size) => `${repository} 里能带过来的：${files} 个文件，${size}`,
    large: (files, size) => `  其中 ${files} 个大文件要从 Release 下载，${size}`,
    part: (product, files, size) => `  ${product}：${files} 个文件，${size}`,
    keysOnly: '（只取里面的 Gemini 密钥，放进密钥池）',
    left: {
      toolsOwn: (files) => `不带：老工具自己的记录，${files} 个`,
      noPlace: (files) => `不带：这里没有地方放的，${files} 个`,
      taken: (files) => `不带：同名的另一份，${files} 个`,
      notSaved: (files) => `带不了：仓库里套着的仓库，老工具只存了名字，${files} 个`,
      leadsOutside: (files) => `不带：指到外面去的链接，${files} 个`,
      lost: (files) => `已经丢了或坏了：${files} 个`,
    },
    more: (files) => `    ……还有 ${files} 个`,
    readOnly: '老仓库只读不写，原样留着。',
    sure: '照这样带过来，就写 yes：',
    phase: {
      downloading: '下载',
      checking: '检查数据库',
      pulling: '下载镜像',
      writing: '写入',
      finishing: '收尾',
    },
    brought: (name) => `“${name}”带过来了。接着：botpier up`,
    scanAgain: 'QQ 会当它是新设备，多半要重新扫码。旧的那边先停下，别让一个号在两处登录。',
    failure: {
      legacyEmpty: (repository, branch) => `${repository} 的 ${branch} 分支里什么都没有。看看分支名对不对。`,
      legacyForeign: (repository) =>
        `${repository} 里没有老备份工具存的东西。BotPier 自己存的用：botpier sync restore`,
      legacyDamaged: (path) => `${path} 坏了或者少了，什么都没动。不带它就加上：--leave-out '${path}'`,
      busy: '正忙着上一件事。',
      diskFull: '磁盘满了，什么都没留下。',
      engineUnavailable: '现在连不上 Docker。',
      cancelled: '中途停下了，什么都没留下。',
    },
    problem: {
      syncTokenRefused: 'GitHub 不认这个令牌：到期了、被撤销了，或者少了一截',
      syncRepositoryMissing: '没有这个仓库，或者令牌看不到它',
      syncForbidden: '令牌不能读这个仓库；要有 Contents 的 Read 权限',
    },
  },
  en: {
    repositoryPrompt: 'Old repository (owner/name, or its address):',
    found: (repository, files, size) => `What can come along from ${repository}: ${files} files, ${size}`,
    large: (files, size) => `  ${files} of them are large and come from a release, ${size}`,
    part: (product, files, size) => `  ${product}: ${files} files, ${size}`,
    keysOnly: ' (only the keys of Gemini in it, into the key pool)',
    left: {
      toolsOwn: (files) => `Left: the old tool's own notes, ${files}`,
      noPlace: (files) => `Left: what has no place here, ${files}`,
      taken: (files) => `Left: a second file of the same name, ${files}`,
      notSaved: (files) =>
        `Cannot come: repositories inside it, of which the tool saved the name alone, ${files}`,
      leadsOutside: (files) => `Left: links that lead outside, ${files}`,
      lost: (files) => `Lost or broken already: ${files}`,
    },
    more: (files) => `    … and ${files} more`,
    readOnly: 'The old repository is only read, and stays as it is.',
    sure: 'Type yes to bring this along:',
    phase: {
      downloading: 'downloading',
      checking: 'checking databases',
      pulling: 'pulling images',
      writing: 'writing',
      finishing: 'finishing',
    },
    brought: (name) => `"${name}" has come along. Next: botpier up`,
    scanAgain:
      'QQ takes it for a new device and will most likely want a scan. Stop the old one first: one account in two places signs itself out.',
    failure: {
      legacyEmpty: (repository, branch) =>
        `There is nothing in the branch ${branch} of ${repository}. See whether its name is right.`,
      legacyForeign: (repository) =>
        `There is nothing of the old backup tool in ${repository}. For what BotPier saved: botpier sync restore`,
      legacyDamaged: (path) =>
        `${path} is broken or missing; nothing was touched. To go without it: --leave-out '${path}'`,
      busy: 'Still busy with the last thing.',
      diskFull: 'The disk is full; nothing is left of it.',
      engineUnavailable: 'Docker cannot be reached now.',
      cancelled: 'Stopped on the way; nothing is left of it.',
    },
    problem: {
      syncTokenRefused:
        'GitHub does not take this token: it ran out, was revoked, or a part of it is missing',
      syncRepositoryMissing: 'There is no such repository, or the token does not see it',
      syncForbidden: 'The token may not read this repository; it needs to read Contents',
    },
  },
};

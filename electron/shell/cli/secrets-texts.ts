import type { SecretKeeping } from '../../contract/secrets';

interface SecretTexts {
  way: Record<SecretKeeping, string>;
  passphrase: string;
  newPassphrase: string;
  again: string;
  differs: string;
  wrong: string;
  locked: string;
  kept: (way: string) => string;
  notHere: string;
  short: (least: number) => string;
}

/** The words about how secrets are kept. */
export const SECRET_TEXTS: Record<'zh' | 'en', SecretTexts> = {
  zh: {
    way: {
      system: '系统的钥匙串',
      passphrase: '用一句口令锁着（BOTPIER_PASSPHRASE，或者每次问）',
      plain: '直接存在这台电脑上，锁得弱',
      memory: '不存，只记到退出',
    },
    passphrase: '口令（不会显示）：',
    newPassphrase: '新口令（不会显示）：',
    again: '再输一遍：',
    differs: '两遍不一样。',
    wrong: '口令不对。',
    locked: '密钥锁着：设好 BOTPIER_PASSPHRASE，或者在终端里运行再输口令。',
    kept: (way) => `密钥的存法：${way}`,
    notHere: '这种存法在这里用不了：每条命令都是一次启动。',
    short: (least) => `口令太短，至少要 ${least} 个字符。`,
  },
  en: {
    way: {
      system: "the system's key store",
      passphrase: 'under a passphrase (BOTPIER_PASSPHRASE, or asked for each time)',
      plain: 'plainly on this computer, with a weak lock',
      memory: 'not at all, only until it quits',
    },
    passphrase: 'Passphrase (it will not be shown):',
    newPassphrase: 'New passphrase (it will not be shown):',
    again: 'Once more:',
    differs: 'The two are not the same.',
    wrong: 'Not the passphrase.',
    locked: 'Secrets are locked: set BOTPIER_PASSPHRASE, or run this in a terminal and type it.',
    kept: (way) => `Secrets are kept: ${way}`,
    notHere: 'They cannot be kept so here: each command is a start of its own.',
    short: (least) => `Too short: at least ${least} characters.`,
  },
};

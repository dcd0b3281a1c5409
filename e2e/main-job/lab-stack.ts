/** What the same tests need to know of a stack whose real brain the lab has. */
export interface LabStack {
  id: 'koishi' | 'astrbot';
  /** What is clicked to choose it. */
  button: string;
  /** The images, without the mirror's prefix. */
  images: readonly string[];
  /** A line of the real brain's own log, once a bot answers. */
  brainSays: RegExp;
  /** Where the model's key stands, in the brain's container. */
  keyFile: string;
  /** What must not hold it, though the brain writes it. */
  filesWithoutKey: readonly string[];
  /** Ours in the brain, apart from the bridge's token. */
  secretsOfBrain(read: (path: string) => Promise<string>): Promise<string[]>;
}

const NAPCAT = 'mlikiowa/napcat-docker:v4.18.19';
const CMD_CONFIG = '/AstrBot/data/cmd_config.json';

export const KOISHI_IN_LAB: LabStack = {
  id: 'koishi',
  button: '选 Koishi',
  images: ['koishijs/koishi:v1.16.1-lite', NAPCAT],
  brainSays: /Plugin deepseek installed/,
  keyFile: '/etc/botpier/koishi.env',
  filesWithoutKey: ['/koishi/koishi.yml'],
  async secretsOfBrain(read) {
    const [, companion = ''] = /BOTPIER_COMPANION='(.*)'/.exec(await read('/etc/botpier/koishi.env')) ?? [];
    return [companion];
  },
};

export const ASTRBOT_IN_LAB: LabStack = {
  id: 'astrbot',
  button: '选 AstrBot',
  images: ['soulter/astrbot:v4.27.4', NAPCAT],
  brainSays: /aiocqhttp\(OneBot v11\) 适配器已连接/,
  keyFile: '/etc/botpier/astrbot.env',
  filesWithoutKey: [CMD_CONFIG],
  async secretsOfBrain(read) {
    const config = JSON.parse((await read(CMD_CONFIG)).replace(/^\uFEFF/, ''));
    return [config.dashboard.jwt_secret];
  },
};

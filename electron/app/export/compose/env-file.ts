import type { WishedService } from '../../bot/define-services';
import type { Blank } from '../blanks';
import { portVariable } from './compose-file';

/** What is said of a value in `.env`; of any other: that it is one of the services' own. */
const ABOUT: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  MODEL_KEY: ['模型的 API Key（自己去服务商那里拿）', "The model's API key, from its provider"],
  POOL_KEYS: [
    'Gemini 的 Key，写成 ["key1","key2"]，外面加单引号',
    'Gemini keys as ["key1","key2"], in single quotes',
  ],
  GEMINI_BALANCE_ADMIN: ['打开 Gemini Balance 面板时要填的令牌', "What Gemini Balance's panel asks for"],
  MODEL_LOGIN: ['模型地址里的 用户名:密码', "user:password in the model's address"],
  PROXY_LOGIN: ['代理的 用户名:密码', 'user:password of the proxy'],
  REGISTRY_LOGIN: ['插件源的 用户名:密码', 'user:password of the plugin registry'],
  NAPCAT_WEBUI: ['打开 NapCat 面板时要填的 token', "What NapCat's panel asks for"],
  ASTRBOT_PASSWORD: [
    'AstrBot 面板的密码，用户名是 botpier',
    "Password of AstrBot's panel; the user is botpier",
  ],
};
const INNER = [
  '几个程序之间用的口令，不用记',
  'Spoken among the programs; nobody needs to remember it',
] as const;
const TOKEN_RULE = [
  '至少 16 位英文字母和数字，随便编，各不相同',
  '16 or more letters and digits, each another one',
] as const;

/** Beside compose.yaml. */
export const OLD_ENGINE_FILE = 'compose.docker-24.yaml';

const HEADER = `# 这里的口令等于钥匙：别发给别人，别传到网上。
# What stands here opens everything: keep it to yourself.
`;

/** `.env`: names, host ports and secrets; the secrets' values only `withSecrets`, else they are to be filled in. */
export function envFile(
  project: string,
  services: readonly WishedService[],
  blanks: readonly Blank[],
  { withSecrets }: { withSecrets: boolean },
): string {
  const lines = [
    comment(
      '这一组容器和数据卷的名字，定了就别改',
      'Names the containers and volumes; leave it once they exist',
    ),
    `COMPOSE_PROJECT_NAME=${project}\n`,
    comment(
      'Docker 24 和更旧的版本：去掉下一行开头的 # 和空格，不然 QQ 看到的 MAC 地址会变',
      'Docker 24 and older: take the # and the space off the next line, or QQ sees another MAC address',
    ),
    `# COMPOSE_FILE=compose.yaml:${OLD_ENGINE_FILE}\n`,
    comment('从哪里拉镜像；拉不动就换成镜像站，比如 docker.m.daocloud.io', 'Where images are pulled from'),
    'IMAGES_FROM=docker.io\n',
    comment(
      '本机端口，只在 127.0.0.1 上开；被占了就换一个',
      'Ports on 127.0.0.1; another one where it is taken',
    ),
    ...services.flatMap(({ definition: { name, ports } }) =>
      ports.map((port) => `${portVariable(name, port.name)}=${port.host}\n`),
    ),
    ...blanks.map((blank) => describe(blank, withSecrets)),
  ];
  return HEADER + lines.join('');
}

function describe({ variable, value, kind }: Blank, withSecrets: boolean): string {
  const [zh, en] = ABOUT[variable] ?? INNER;
  const [ruleZh, ruleEn] = kind === 'token' && !withSecrets ? TOKEN_RULE : ['', ''];
  const about = comment([zh, ruleZh].filter(Boolean).join('；'), [en, ruleEn].filter(Boolean).join('; '));
  if (!withSecrets) return `${about}${variable}=\n`;
  if (/['\r\n]/.test(value)) throw new Error(`${variable} cannot be written into an environment file`);
  return `${about}${variable}='${value}'\n`;
}

function comment(zh: string, en: string): string {
  return `\n# ${zh}\n# ${en}\n`;
}

/**
 * A new `.env` with what somebody filled in by hand in the former one, where the new one leaves it open.
 * Values that the new one names stay as they are.
 */
export function keepFilledIn(fresh: string, former: string): string {
  const filled = new Map(
    [...former.matchAll(/^([A-Z0-9_]+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return fresh.replace(/^([A-Z0-9_]+)=$/gm, (line, name: string) => line + (filled.get(name) ?? ''));
}

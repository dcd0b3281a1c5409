import { stringify } from 'yaml';
import type { WishedService } from '../../bot/define-services';
import { GATEWAY_PORT } from './caddyfile';
import { DEMANDS } from './demands';

/** README.md of a Space: the settings that Hugging Face reads from its head, then what people should know. */
export function spaceReadme({ name, services, blanks }: Guide): string {
  const head = stringify({
    title: name,
    emoji: '⚓',
    colorFrom: 'blue',
    colorTo: 'indigo',
    sdk: 'docker',
    app_port: GATEWAY_PORT,
    pinned: false,
  });
  const secrets = blanks.map(({ variable }) => `\`${variable}\``);
  return `---
${head}---

# ${name.replace(/[<>\n]/g, ' ')}

这是 BotPier 导出的 QQ 机器人（NapCat + AstrBot），装在一个容器里。[English below](#in-english)

## 先看这些

${list(DEMANDS.zh)}

## 怎么用

1. 在 Settings → Secrets 里填好：${secrets.join('、')}。用 \`botpier export hf-space --upload\` 上传的，已经填好了。口令都是至少 16 位英文字母和数字；\`DEVICE_ID\` 是 32 位十六进制数。
2. 等它构建完、变成 Running。
3. 在 Logs 里找到二维码，用要当机器人的 QQ 扫。也可以打开 \`/webui/\`，token 是 \`NAPCAT_WEBUI\`。
4. 根地址是 AstrBot 的面板，用户名 \`botpier\`，密码是 \`ASTRBOT_PASSWORD\`。

日志里会有 NapCat 面板的 token，别截图给别人。

## 没有验证过的

这里的文件是按各项目自己的说明写的，还没有在 Hugging Face 上真正构建、登录过：镜像能不能构建成功、QQ 能不能在只有三个出网端口的地方登录，要你试了才知道。\`Dockerfile\` 在 Debian 13 上用替身（没有真的 QQ 和 AstrBot）构建、启动过：各个程序都以 1000 号用户跑起来，7860 端口有回应；别的没有验证。

## In English

A QQ bot (NapCat and AstrBot) that BotPier exported, in one container.

### Read this first

${list(DEMANDS.en)}

### How to use it

1. Under Settings → Secrets give ${secrets.join(', ')}; \`botpier export hf-space --upload\` has done so. Tokens are 16 or more letters and digits, \`DEVICE_ID\` is 32 hexadecimal digits.
2. Wait until it is built and running.
3. The QR code is in the logs; scan it with the QQ account that is to be the bot. It is under \`/webui/\`, too, whose token is \`NAPCAT_WEBUI\`.
4. AstrBot's panel is at the root; user \`botpier\`, password \`ASTRBOT_PASSWORD\`.

The logs show the token of NapCat's panel: show them to nobody.

### What is not proven

These files follow what each project says of itself; nobody has built and signed in on Hugging Face with them yet. Whether the image builds, and whether QQ signs in where three ports are open, remains to be seen. The \`Dockerfile\` was built and started on Debian 13 with stand-ins for QQ and AstrBot: every program ran as user 1000 and port 7860 answered. That is all.

## 许可 · Licences

${services.map(({ info }) => `- ${info.licence} (<${info.licenceUrl}>)`).join('\n')}
- Caddy: Apache-2.0 (<https://github.com/caddyserver/caddy/blob/master/LICENSE>)
`;
}

interface Guide {
  /** The bot's. */
  name: string;
  services: readonly WishedService[];
  /** Its secrets. */
  blanks: readonly { variable: string }[];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

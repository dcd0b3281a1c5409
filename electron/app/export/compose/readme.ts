import type { WishedService } from '../../bot/define-services';
import type { Blank } from '../blanks';

/** What the guides of a folder need to know of it. */
export interface Guide {
  services: readonly WishedService[];
  blanks: readonly Blank[];
  withSecrets: boolean;
}

const CHECKED_WITH = '2.26';

/** README.md, in Chinese. */
export function readmeZh({ services, blanks, withSecrets }: Guide): string {
  const first = withSecrets
    ? '`.env` 里已经写好了模型的 Key 和所有口令。**这个文件等于钥匙，不要发给任何人。**'
    : `先打开 \`.env\`，把这几项填上：${blanks.map(({ variable }) => `\`${variable}\``).join('、')}。每一项上面都写了填什么；没填完，启动时会告诉你缺哪个。`;
  return `[English](README.en.md)

# 用 Docker Compose 运行这个机器人

这个文件夹是 BotPier 导出的，离开 BotPier 也能跑：换一台电脑、放到 VPS 上都行。需要 Docker 和 Docker Compose v2（用 ${CHECKED_WITH} 试过）。

## 开始

1. ${first}
2. 如果 BotPier 里的同一个机器人还在跑，先停掉：一个 QQ 号同时在两处登录会互相挤下线。
3. 在这个文件夹里运行：

   \`\`\`sh
   docker compose up -d
   \`\`\`

${hasPreparation(services) ? '   第一次要下载镜像、安装插件，得等几分钟。\n\n' : ''}4. 扫码登录：\`docker compose logs -f napcat\` 会显示二维码，用要当机器人的 QQ 扫。也可以打开 NapCat 面板 <http://127.0.0.1:${portOf(services, 'napcat', 'webui')}/webui> 扫，token 是 \`.env\` 里的 \`NAPCAT_WEBUI\`。

**这里面没有 QQ 的登录信息**，所以要重新扫一次。导出的是设置，不是聊天记录。

## 里面有什么

| 服务 | 镜像 | 干什么 |
|---|---|---|
${rows(services, (name) => `先把 \`config/${name}\` 里的文件放进 ${name} 的数据卷，再退出`, '安装插件，装好就退出')}

- 端口只开在 127.0.0.1 上，别人连不到。放在 VPS 上时，用 SSH 转发来打开面板：\`ssh -L 6099:127.0.0.1:6099 你的服务器\`。
- 内存和日志大小有上限，MAC 地址、主机名、machine-id 是固定的：QQ 会认成同一台设备。
- 健康检查只说明程序有回应，不代表 QQ 在线，也不代表模型能用。
- BotPier 平时做的巡检、自动修复、掉线提醒，还有网关，这里都没有。

## 常用

- 停：\`docker compose down\`（数据还在）。连数据一起删：\`docker compose down --volumes\`。
- 换模型的 Key：改 \`.env\`，再运行 \`docker compose up -d --force-recreate\`。
- 各个口令第一次启动之后就别改了：NapCat 会按 QQ 号另存一份设置，改了两边对不上。真要改，NapCat 面板里也要改成一样的。
- 模型或代理如果跑在这台电脑上，容器里用 \`host.docker.internal\` 访问它；换机器后记得改 \`config\` 里的地址。
- \`config\` 里的文件改了，下次 \`docker compose up -d --force-recreate\` 生效。程序自己也会改的文件，旧的会留一份 \`.before\`。
- Docker 24 和更旧的版本：照 \`.env\` 里说的，打开 \`COMPOSE_FILE\` 那一行。
- 镜像拉不动：把 \`.env\` 里的 \`IMAGES_FROM\` 换成能用的镜像站。

## 许可

${licences(services)}
`;
}

/** README.en.md */
export function readmeEn({ services, blanks, withSecrets }: Guide): string {
  const first = withSecrets
    ? '`.env` already holds the model key and all tokens. **It opens everything: give it to nobody.**'
    : `Open \`.env\` and fill in ${blanks.map(({ variable }) => `\`${variable}\``).join(', ')}. Above each stands what is wanted; what is missing is named at the start.`;
  return `[中文](README.md)

# Running this bot with Docker Compose

BotPier exported this folder. It runs without BotPier, on another computer or a VPS. It needs Docker and Docker Compose v2 (tried with ${CHECKED_WITH}).

## To begin

1. ${first}
2. Stop the same bot in BotPier if it still runs there: one QQ account in two places throws itself out.
3. In this folder:

   \`\`\`sh
   docker compose up -d
   \`\`\`

${hasPreparation(services) ? '   The first time images are fetched and plugins installed, which takes some minutes.\n\n' : ''}4. Sign in: \`docker compose logs -f napcat\` shows the QR code; scan it with the QQ account that is to be the bot. NapCat's panel shows it, too: <http://127.0.0.1:${portOf(services, 'napcat', 'webui')}/webui>, whose token is \`NAPCAT_WEBUI\` in \`.env\`.

**QQ's login is not in here**, so it has to be scanned once more. What was exported are settings, not conversations.

## What is in it

| service | image | does |
|---|---|---|
${rows(services, (name) => `puts the files of \`config/${name}\` into the volumes of ${name}, and ends`, 'installs plugins, and ends')}

- Ports are on 127.0.0.1 alone. On a VPS open panels through SSH: \`ssh -L 6099:127.0.0.1:6099 your-server\`.
- Memory and logs are limited; MAC address, host name and machine-id are fixed, so that QQ sees one and the same device.
- A health check says that a program answers: not that QQ is online, nor that the model works.
- What BotPier does besides (looking after the bot, mending, telling when it is offline, the gateway) is not in here.

## From day to day

- Stop: \`docker compose down\` (data stays). With all data: \`docker compose down --volumes\`.
- Another model key: change \`.env\`, then \`docker compose up -d --force-recreate\`.
- Leave the tokens as they are after the first start: NapCat keeps settings of its own for each account. To change one, change it in NapCat's panel as well.
- A model or proxy on this computer is \`host.docker.internal\` inside a container; on another machine change the address in \`config\`.
- Files changed in \`config\` count from the next \`docker compose up -d --force-recreate\`. Of files that a program changes as well, the former is kept as \`.before\`.
- Docker 24 and older: switch on the line \`COMPOSE_FILE\` in \`.env\`, as it says there.
- Images do not come: set \`IMAGES_FROM\` in \`.env\` to a mirror.

## Licences

${licences(services)}
`;
}

function hasPreparation(services: readonly WishedService[]): boolean {
  return services.some(({ definition }) => definition.prepare);
}

function portOf(services: readonly WishedService[], service: string, port: string): number | undefined {
  return services
    .find(({ definition }) => definition.name === service)
    ?.definition.ports.find(({ name }) => name === port)?.host;
}

function rows(
  services: readonly WishedService[],
  setup: (service: string) => string,
  prepare: string,
): string {
  return services
    .flatMap(({ info, definition: { name, image, source = image, prepare: preparation } }) => [
      `| \`${name}-setup\` | 〃 | ${setup(name)} |`,
      ...(preparation ? [`| \`${name}-prepare\` | 〃 | ${prepare} |`] : []),
      `| \`${name}\` | \`${source}\` | ${info.product} ${info.version} |`,
    ])
    .join('\n');
}

function licences(services: readonly WishedService[]): string {
  return services.map(({ info }) => `- ${info.licence} (<${info.licenceUrl}>)`).join('\n');
}

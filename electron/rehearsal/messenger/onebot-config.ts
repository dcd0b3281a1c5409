import { z } from 'zod';
import type { ProgramFiles } from '../../lib/program-host';
import type { MessengerLog } from './messenger-log';
import { parseRelaxedJson } from './relaxed-json';

export const CONFIG_DIR = '/app/napcat/config';

const postFormat = z.enum(['array', 'string']).default('array');
const common = {
  enable: z.boolean().default(false),
  token: z.string().default(''),
  debug: z.boolean().default(false),
};
const httpServer = {
  ...common,
  name: z.string().default('http-server'),
  port: z.number().default(3_000),
  host: z.string().default('127.0.0.1'),
  enableCors: z.boolean().default(true),
  enableWebsocket: z.boolean().default(false),
  messagePostFormat: postFormat,
};

export const WebSocketServerConfig = z.object({
  ...common,
  name: z.string().default('websocket-server'),
  host: z.string().default('127.0.0.1'),
  port: z.number().default(3_001),
  messagePostFormat: postFormat,
  reportSelfMessage: z.boolean().default(false),
  enableForcePushEvent: z.boolean().default(true),
  heartInterval: z.number().default(30_000),
});
export type WebSocketServerConfig = z.infer<typeof WebSocketServerConfig>;

export const WebSocketClientConfig = z.object({
  ...common,
  name: z.string().default('websocket-client'),
  url: z.string().default('ws://localhost:8082'),
  messagePostFormat: postFormat,
  reportSelfMessage: z.boolean().default(false),
  reconnectInterval: z.number().default(5_000),
  heartInterval: z.number().default(30_000),
  verifyCertificate: z.boolean().default(true),
});
export type WebSocketClientConfig = z.infer<typeof WebSocketClientConfig>;

export const OneBotConfig = z.object({
  network: z
    .object({
      httpServers: z.array(z.object(httpServer)).default([]),
      httpSseServers: z
        .array(z.object({ ...httpServer, reportSelfMessage: z.boolean().default(false) }))
        .default([]),
      httpClients: z
        .array(
          z.object({
            ...common,
            name: z.string().default('http-client'),
            url: z.string().default('http://localhost:8080'),
            messagePostFormat: postFormat,
            reportSelfMessage: z.boolean().default(false),
          }),
        )
        .default([]),
      websocketServers: z.array(WebSocketServerConfig).default([]),
      websocketClients: z.array(WebSocketClientConfig).default([]),
      plugins: z.array(z.record(z.string(), z.unknown())).default([]),
    })
    .prefault({}),
  musicSignUrl: z.string().default(''),
  enableLocalFile2Url: z.boolean().default(false),
  parseMultMsg: z.boolean().default(false),
  imageDownloadProxy: z.string().default(''),
  timeout: z
    .object({
      baseTimeout: z.number().default(10_000),
      uploadSpeedKBps: z.number().default(256),
      downloadSpeedKBps: z.number().default(256),
      maxTimeout: z.number().default(1_800_000),
    })
    .prefault({}),
});
export type OneBotConfig = z.infer<typeof OneBotConfig>;

const templatePath = `${CONFIG_DIR}/onebot11.json`;
const accountPath = (uin: string) => `${CONFIG_DIR}/onebot11_${uin}.json`;

export async function saveOneBotConfig(
  files: ProgramFiles,
  uin: string,
  config: OneBotConfig,
): Promise<void> {
  await files.write(accountPath(uin), JSON.stringify(config, null, 2));
}

/** The account's file as it stands, or the defaults: what `GetConfig` shows. */
export async function readOneBotConfig(files: ProgramFiles, uin: string): Promise<OneBotConfig> {
  const text = (await files.read(accountPath(uin))) ?? (await files.read(templatePath));
  return OneBotConfig.parse(text === undefined ? {} : parseRelaxedJson(text));
}

/**
 * The account's configuration at sign-in. An absent account file is made from the template, and from bare
 * defaults when the template is not valid: the template is never looked at again. Undefined when the account
 * file itself is not valid: OneBot then does not start.
 */
export async function seedOneBotConfig(
  files: ProgramFiles,
  uin: string,
  log: MessengerLog,
): Promise<OneBotConfig | undefined> {
  const own = await files.read(accountPath(uin));
  if (own !== undefined) return parseConfig(own, `onebot11_${uin}.json`, log);
  const template = await files.read(templatePath);
  const config =
    (template === undefined ? undefined : parseConfig(template, 'onebot11.json', log)) ??
    OneBotConfig.parse({});
  await saveOneBotConfig(files, uin, config);
  return config;
}

function parseConfig(text: string, name: string, log: MessengerLog): OneBotConfig | undefined {
  try {
    return OneBotConfig.parse(parseRelaxedJson(text));
  } catch (error) {
    log.error(`[Core] [Config] 配置文件 ${name} 解析失败: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

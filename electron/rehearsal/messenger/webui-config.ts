import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { ProgramHost } from '../../lib/program-host';
import type { MessengerLog } from './messenger-log';
import type { MessengerProfile } from './messenger-options';
import { CONFIG_DIR } from './onebot-config';

export const WebuiConfig = z.object({
  host: z.string().default('::'),
  port: z.number().default(6_099),
  token: z.string().default(''),
  loginRate: z.number().default(10),
  autoLoginAccount: z.string().default(''),
  theme: z.record(z.string(), z.unknown()).default({ fontMode: 'system' }),
  disableWebUI: z.boolean().default(false),
  accessControlMode: z.enum(['none', 'whitelist', 'blacklist']).default('none'),
  ipWhitelist: z.array(z.string()).default([]),
  ipBlacklist: z.array(z.string()).default([]),
  enableXForwardedFor: z.boolean().default(false),
  enable2FA: z.boolean().default(false),
  totpSecret: z.string().default(''),
});
export type WebuiConfig = z.infer<typeof WebuiConfig>;

const PATH = `${CONFIG_DIR}/webui.json`;

export async function saveWebuiConfig(host: ProgramHost, config: WebuiConfig): Promise<void> {
  await host.files.write(PATH, JSON.stringify(config, null, 4));
}

/** Reads webui.json as strict JSON; what cannot be read counts as all defaults. */
export async function readWebuiConfig(host: ProgramHost, profile: MessengerProfile): Promise<WebuiConfig> {
  const defaults = { token: profile === 'A' ? 'napcat' : randomBytes(6).toString('hex') };
  const text = await host.files.read(PATH);
  if (text === undefined) {
    const fresh = WebuiConfig.parse(defaults);
    await saveWebuiConfig(host, fresh);
    return fresh;
  }
  try {
    return WebuiConfig.parse({ ...defaults, ...z.record(z.string(), z.unknown()).parse(JSON.parse(text)) });
  } catch (error) {
    host.log(`读取配置文件失败 ${error instanceof Error ? error.message : error}`, 'stderr');
    return WebuiConfig.parse(defaults);
  }
}

/**
 * The configuration the web API starts with: the token forced by environment (not in profile A), a default
 * one replaced (not in profile A, which keeps `napcat`).
 */
export async function startingWebuiConfig(
  host: ProgramHost,
  profile: MessengerProfile,
  log: MessengerLog,
): Promise<WebuiConfig> {
  const config = await readWebuiConfig(host, profile);
  if (profile === 'A') return config;
  const { NAPCAT_WEBUI_SECRET_KEY: forced } = host.env;
  if (forced) {
    if (forced !== config.token) {
      log.info(`[NapCat] [WebUi] 检测到环境变量配置，已更新 WebUI Token 为 ${forced}`);
      await saveWebuiConfig(host, { ...config, token: forced });
    }
    return { ...config, token: forced };
  }
  if (config.token !== '' && config.token !== 'napcat') return config;
  const safe = { ...config, token: randomBytes(4).toString('hex') };
  log.warn('[NapCat] [WebUi] 检测到默认密码，已自动更新为安全密码');
  await saveWebuiConfig(host, safe);
  return safe;
}

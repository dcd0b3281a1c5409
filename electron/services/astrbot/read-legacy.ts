import { z } from 'zod';
import { QqNumber } from '../../contract/bot';
import type { ModelProtocol } from '../../contract/model';
import type { LegacyFiles, LegacyFindings } from '../roles';
import { parseConfig } from './merge';

const CONFIG = 'data/cmd_config.json';
const LONGEST_NICKNAME = 32;
const LONGEST_PERSONA = 20_000;

const texts = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.map(String));
const text = z.string().catch('');

/** What of its settings BotPier has settings of its own for. */
const Settings = z.object({
  admins_id: texts,
  wake_prefix: texts,
  platform_settings: z
    .object({ friend_message_needs_wake_prefix: z.boolean().catch(false) })
    .catch({ friend_message_needs_wake_prefix: false }),
  provider_settings: z
    .object({ default_provider_id: text, default_personality: text })
    .catch({ default_provider_id: '', default_personality: '' }),
  provider_ltm_settings: z
    .object({
      active_reply: z.object({ enable: z.boolean(), possibility_reply: z.number().min(0).max(1) }),
    })
    .optional()
    .catch(undefined),
  /** Where personas stood before they had a table. */
  persona: z.array(z.object({ name: z.string(), prompt: z.string() }).optional().catch(undefined)).catch([]),
});

const Persona = z.object({ persona_id: z.string(), system_prompt: z.string() });

/** A provider with its source taken in; in the form before there were sources, all of it stood in one. */
const Provider = z.object({
  type: z.string(),
  enable: z.boolean().catch(true),
  key: z.union([z.array(z.string()), z.string().transform((key) => [key])]).catch([]),
  api_base: text,
  model: z.string().optional().catch(undefined),
  model_config: z.object({ model: z.string() }).optional().catch(undefined),
});

/** How its kinds of providers are spoken, and what their libraries add to the address. */
const KINDS: Readonly<Record<string, { protocol: ModelProtocol; version: string }>> = {
  openai_chat_completion: { protocol: 'openai', version: '' },
  googlegenai_chat_completion: { protocol: 'gemini', version: '/v1beta' },
  anthropic_chat_completion: { protocol: 'anthropic', version: '/v1' },
};

/** The owner, the persona, when it speaks and by which model, out of AstrBot's config and database. */
export async function readLegacy(files: LegacyFiles): Promise<LegacyFindings> {
  const config = parseConfig(await files.text(CONFIG));
  const settings = Settings.parse({
    ...config,
    platform_settings: config['platform_settings'] ?? {},
    provider_settings: config['provider_settings'] ?? {},
  });
  const owner = settings.admins_id.find((id) => QqNumber.safeParse(id).success);
  const nickname = settings.wake_prefix.find(
    (prefix) => prefix !== '/' && prefix.trim() !== '' && prefix.length <= LONGEST_NICKNAME,
  );
  const persona = await findPersona(files, settings);
  const active = settings.provider_ltm_settings?.active_reply;
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(nickname === undefined ? {} : { nickname }),
    ...(persona === undefined ? {} : { persona }),
    wake: {
      private: !settings.platform_settings.friend_message_needs_wake_prefix,
      nickname: nickname !== undefined,
      random: active?.enable ? active.possibility_reply : 0,
    },
    ...findModel(config, settings.provider_settings.default_provider_id),
  };
}

async function findPersona(
  files: LegacyFiles,
  { provider_settings: { default_personality: wanted }, persona }: z.infer<typeof Settings>,
): Promise<string | undefined> {
  const rows = (await files.rows('personas')).flatMap((row) => Persona.safeParse(row).data ?? []);
  const found =
    rows.find(({ persona_id }) => persona_id === wanted)?.system_prompt ??
    persona.find((each) => each?.name === wanted)?.prompt;
  return found?.trim() ? found.slice(0, LONGEST_PERSONA) : undefined;
}

/** The provider that was in use; like AstrBot itself the first one where the chosen one is not there. */
function findModel(
  { provider, provider_sources: sources }: ReturnType<typeof parseConfig>,
  wanted: string,
): Pick<LegacyFindings, 'model' | 'poolKeys'> {
  const inOrder = [
    ...provider.filter(({ id }) => id === wanted),
    ...provider.filter(({ id }) => id !== wanted),
  ];
  for (const each of inOrder) {
    const source = sources.find(({ id }) => id === each['provider_source_id']);
    const { data } = Provider.safeParse({ ...source, ...each });
    const kind = data && KINDS[data.type];
    const model = data?.model ?? data?.model_config?.model;
    if (!data?.enable || !kind || !model || !URL.canParse(data.api_base)) continue;
    // One that stands for a variable of a container is not among what was saved.
    const keys = data.key.filter((key) => key !== '' && !key.startsWith('$'));
    const base = data.api_base.replace(/\/+$/, '');
    const baseUrl = base.endsWith(kind.version) ? base : base + kind.version;
    const found = { protocol: kind.protocol, baseUrl, model, key: keys[0] ?? '' };
    // It used several in turn by itself.
    const isPool = kind.protocol === 'gemini' && keys.length > 1;
    return { model: found, ...(isPool ? { poolKeys: [{ text: keys.join(' '), baseUrl }] } : {}) };
  }
  return {};
}

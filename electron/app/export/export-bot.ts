import type { Bot } from '../../contract/bot';
import { AppError } from '../../contract/errors';
import type { Exported, ExportForm, Published } from '../../contract/export';
import { partsOf } from '../../stacks/stack';
import { STACKS } from '../../stacks/stacks';
import type { PublishSpace } from '../api';
import type { AppParts } from '../app-parts';
import type { BotRuntime } from '../bot/bot-runtime';
import { modelOf } from '../bot/define-bot';
import { portKey } from '../bot/define-services';
import { ensureServiceSecrets } from '../bot/service-secrets';
import { poolWish } from '../key-pool/pool-model';
import { defineWithBlanks, type ExportInput } from './blanks';
import { composeFolder } from './compose/compose-folder';
import { spaceFolder } from './hf-space/space-folder';

/**
 * A bot as files, in one of the forms; nothing is written and nothing changes.
 * @throws AppError `notAllowed` with `missing` for a bot that is not set up, or `reason` where the form cannot hold it.
 */
export async function exportBot(
  runtime: BotRuntime,
  parts: AppParts,
  { form, withSecrets }: { form: ExportForm; withSecrets: boolean },
): Promise<Exported> {
  const input = await describe(runtime, parts);
  if (form === 'compose') {
    const blanked = defineWithBlanks(input);
    return {
      files: composeFolder({ bot: input.bot.id, ...blanked, withSecrets }),
      blanks: namesOf(blanked.blanks, !withSecrets),
    };
  }
  const space = spaceFolder(input);
  return { files: space.files, blanks: namesOf(space.blanks, true) };
}

/** What a bot's services are defined from. @throws AppError `notAllowed` with `missing` */
async function describe({ record, state }: BotRuntime, parts: AppParts): Promise<ExportInput> {
  const bot = record.get();
  const stack = bot.stack && STACKS[bot.stack];
  if (!stack) throw new AppError('notAllowed', { missing: 'stack' });
  const ports: Bot['ports'] = {};
  const secrets: Record<string, Record<string, string>> = {};
  for (const { service } of partsOf(stack, { ...bot, gateway: undefined })) {
    for (const { name, preferredHost } of service.ports) ports[portKey(service.name, name)] = preferredHost;
    secrets[service.name] =
      state.secrets[service.name] ??
      (await ensureServiceSecrets(parts.secrets, bot.id, service, { save: !parts.lookOnly }));
  }
  const model = await modelOf(bot, stack, { ...state, secrets }, parts);
  if (!model) throw new AppError('notAllowed', { missing: 'model' });
  // An app that only looks may have chosen ports that are written down nowhere.
  for (const { definition } of state.wished) {
    for (const { name, host } of definition.ports) ports[portKey(definition.name, name)] = host;
  }
  return {
    // Who may come in at the gateway is asked of BotPier, and that is not there.
    bot: { ...bot, gateway: undefined, ports: { ...ports, ...bot.ports } },
    stack,
    secrets,
    network: parts.network(),
    model,
    salt: parts.salt,
    known: parts.known,
    pool: poolWish(bot, state.pool.keys),
  };
}

/**
 * Uploads a bot as a Space of Hugging Face.
 * @throws AppError as `exportBot`
 */
export async function publishBot(
  runtime: BotRuntime,
  parts: AppParts,
  { name, token, visibility, replace, hubUrl = HUB, signal = never, onStep = () => {} }: PublishSpace,
): Promise<Published> {
  const { files, blanks } = spaceFolder(await describe(runtime, parts));
  const { publishSpace } = await import('./hf-space/publish-space');
  parts.redactor.add(token);
  const ports = { hubUrl, fetch: parts.fetch, signal, onStep };
  return publishSpace({ name, token, visibility, replace, files, secrets: blanks, ...ports });
}

const HUB = 'https://huggingface.co';
const never = new AbortController().signal;

function namesOf(blanks: readonly { variable: string }[], areOpen: boolean): string[] {
  return areOpen ? blanks.map(({ variable }) => variable) : [];
}

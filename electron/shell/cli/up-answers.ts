import { readFile } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import type { App } from '../../app/api';
import { type BotId, StackId } from '../../contract/ids';
import { ProviderId } from '../../contract/model';

/** What flags say beforehand; each undefined one is asked for when its turn comes. */
export interface UpAnswers {
  stack: StackId | undefined;
  acceptRisk: boolean;
  provider: ProviderId | undefined;
  baseUrl: string | undefined;
  model: string | undefined;
  /** Reads the key anew each time; undefined when no flag says where it is. */
  readKey: (() => Promise<string>) | undefined;
  /** The same for many keys, to be used in turn. */
  readPoolKeys: (() => Promise<string>) | undefined;
  acceptPoolLicence: boolean;
  acceptAccount: boolean;
  keep: 'ours' | 'theirs' | undefined;
  name: string | undefined;
  owner: string | undefined;
}

export interface UpFlags {
  stack?: string;
  acceptRisk?: boolean;
  provider?: string;
  baseUrl?: string;
  model?: string;
  keyFile?: string;
  keyEnv?: string;
  poolKeyFile?: string;
  poolKeyEnv?: string;
  poolKeysStdin?: boolean;
  acceptPoolLicence?: boolean;
  acceptAccount?: boolean;
  keep?: string;
  name?: string;
  owner?: string;
  rehearse?: boolean;
}

/** @throws ZodError when a flag names what does not exist */
export function readUpAnswers(flags: UpFlags, env: NodeJS.ProcessEnv): UpAnswers {
  const { keep } = flags;
  const provider = flags.provider ?? (flags.baseUrl === undefined ? undefined : 'custom');
  return {
    stack: flags.stack === undefined ? (flags.rehearse ? 'koishi' : undefined) : StackId.parse(flags.stack),
    // No account is at risk in a rehearsal.
    acceptRisk: flags.acceptRisk ?? flags.rehearse ?? false,
    provider: provider === undefined ? undefined : ProviderId.parse(provider),
    baseUrl: flags.baseUrl,
    model: flags.model,
    readKey: readerOf(flags.keyFile, flags.keyEnv, env),
    readPoolKeys: flags.poolKeysStdin
      ? () => readText(process.stdin)
      : readerOf(flags.poolKeyFile, flags.poolKeyEnv, env),
    acceptPoolLicence: flags.acceptPoolLicence ?? false,
    acceptAccount: flags.acceptAccount ?? false,
    keep: keep === 'ours' || keep === 'theirs' ? keep : undefined,
    name: flags.name,
    owner: flags.owner,
  };
}

function readerOf(
  file: string | undefined,
  variable: string | undefined,
  env: NodeJS.ProcessEnv,
): (() => Promise<string>) | undefined {
  if (file !== undefined) return async () => (await readFile(file, 'utf8')).trim();
  return variable === undefined ? undefined : async () => env[variable] ?? '';
}

/** The bot that is meant: the one of that name, else the first, else a new one. */
export async function ensureBot(
  app: App,
  { name, owner }: Pick<UpAnswers, 'name' | 'owner'>,
): Promise<BotId> {
  const { bots } = app.view.get();
  const found =
    name === undefined
      ? bots[0]
      : (bots.find((bot) => bot.name === name) ?? bots.find((bot) => bot.settingUp));
  const id = found?.id ?? (await app.bots.create());
  if (name !== undefined || owner !== undefined) {
    await app.bots.patch(id, { ...(name !== undefined && { name }), ...(owner !== undefined && { owner }) });
  }
  return id;
}

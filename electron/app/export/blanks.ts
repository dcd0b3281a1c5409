import { createHash } from 'node:crypto';
import { passwordFields } from '../../services/astrbot/password';
import type { KeyPoolWish } from '../../services/key-pool-role';
import { partsOf } from '../../stacks/stack';
import { type DefineInput, defineServices, type WishedService } from '../bot/define-services';
import { randomToken } from '../bot/service-secrets';

/** A secret that is left out of exported files: a placeholder stands there, its value may stand in `.env`. */
export interface Blank {
  /** `NAPCAT_WEBUI`: its name in `.env`. */
  variable: string;
  value: string;
  /**
   * `token`: 16 or more letters and digits. `text`: whatever somebody else gave out, without spaces and quotes.
   * `list`: such texts as JSON.
   */
  kind: 'token' | 'text' | 'list';
  /** What stood in the definition in its place. */
  marker: string;
}

/** How a secret stands in a file: itself, or what a service derives from it. `setup.sh` makes the same. */
export type Form = 'plain' | 'sha256' | 'md5' | 'astrbot';

const FORMS: Readonly<Record<Form, (secret: string) => string>> = {
  plain: (secret) => secret,
  sha256: (secret) => createHash('sha256').update(secret).digest('hex'),
  md5: (secret) => createHash('md5').update(secret).digest('hex'),
  astrbot: (secret) => passwordFields(secret).pbkdf2_password,
};

/** Where a blank is to be filled in. */
export interface Gap {
  blank: Blank;
  form: Form;
  /** Unlike any other text in the files. */
  placeholder: string;
}

/** A bot to be exported: with what its pool of keys is set to, when it has one. */
export interface ExportInput extends DefineInput {
  pool?: KeyPoolWish | undefined;
}

/** The definitions of a bot's services with every secret left out. Nothing of the account is in them. */
export function defineWithBlanks(input: ExportInput): { services: WishedService[]; blanks: Blank[] } {
  const blanks: Blank[] = [];
  const leaveOut = (variable: string, value: string, kind: Blank['kind']) => {
    const marker = randomToken();
    blanks.push({ variable, value, kind, marker });
    return marker;
  };
  const withoutLogin = (variable: string, url: string) => {
    const parsed = URL.parse(url);
    if (!parsed || (parsed.username === '' && parsed.password === '')) return url;
    const login = [parsed.username, parsed.password].filter(Boolean).join(':');
    parsed.username = leaveOut(variable, login, 'text');
    parsed.password = '';
    return parsed.href;
  };
  // A server that wants no key is given none; a pool's is a token of ours.
  const leaveOutKey = (key: string) =>
    key && (blanks.find(({ value }) => value === key)?.marker ?? leaveOut('MODEL_KEY', key, 'text'));
  const { model, network, pool } = input;
  const secrets = Object.fromEntries(
    partsOf(input.stack, input.bot).map(({ service }) => [
      service.name,
      Object.fromEntries(
        service.secrets.map((name) => {
          const value = input.secrets[service.name]?.[name] ?? '';
          return [name, leaveOut(variableOf(service.name, name), value, 'token')];
        }),
      ),
    ]),
  );
  const defined = defineServices({
    ...input,
    // Two places that sign in with one account throw each other out: it is scanned anew.
    bot: { ...input.bot, account: undefined },
    secrets,
    network: {
      ...network,
      proxy: withoutLogin('PROXY_LOGIN', network.proxy),
      pluginRegistry: withoutLogin('REGISTRY_LOGIN', network.pluginRegistry),
    },
    model: model && {
      ...model,
      baseUrl: withoutLogin('MODEL_LOGIN', model.baseUrl),
      key: leaveOutKey(model.key),
    },
  });
  const { keyPool } = input.stack;
  if (!pool || !keyPool) return { services: defined, blanks };
  const marker = randomToken();
  const value = JSON.stringify(pool.keys);
  blanks.push({ variable: 'POOL_KEYS', value, kind: 'list', marker: JSON.stringify([marker]) });
  const seed = keyPool.seed({ ...pool, keys: [marker] });
  return { services: defined.map((each) => (each.role === 'keyPool' ? withEnv(each, seed) : each)), blanks };
}

function withEnv(service: WishedService, env: Readonly<Record<string, string>>): WishedService {
  const { definition } = service;
  return { ...service, definition: { ...definition, env: { ...definition.env, ...env } } };
}

/** `napcat`, `webui` → `NAPCAT_WEBUI`. */
export function variableOf(...words: string[]): string {
  return words
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '_');
}

/** Shows a secret's place in texts of definitions. */
export interface GapFinder {
  /** The text of a file with its placeholders, and which these are. */
  find(text: string): { text: string; gaps: Gap[] };
  /**
   * A text as Compose reads it, with `${VARIABLE}` where a secret was left out.
   * @throws where something derived from a secret stands there: Compose cannot derive.
   */
  interpolate(text: string): string;
}

/** @param texts all that placeholders must be told apart from */
export function createGapFinder(blanks: readonly Blank[], texts: readonly string[]): GapFinder {
  let fence = '@@';
  while (texts.some((text) => text.includes(fence))) fence += '@';
  const known = blanks.flatMap((blank) =>
    Object.entries(FORMS).map(([form, shape]) => ({
      hidden: shape(blank.marker),
      gap: { blank, form: form as Form, placeholder: `${fence}${blank.variable}:${form}${fence}` },
    })),
  );
  return {
    find(text) {
      const present = known.filter(({ hidden }) => text.includes(hidden));
      return {
        text: present.reduce((rest, { hidden, gap }) => rest.replaceAll(hidden, gap.placeholder), text),
        gaps: present.map(({ gap }) => gap),
      };
    },
    interpolate(text) {
      let result = text.replaceAll('$', '$$$$');
      for (const { hidden, gap } of known) {
        if (!result.includes(hidden)) continue;
        if (gap.form !== 'plain') throw new Error(`Compose cannot derive from ${gap.blank.variable}`);
        result = result.replaceAll(hidden, () => `\${${gap.blank.variable}}`);
      }
      return result;
    },
  };
}

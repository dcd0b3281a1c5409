import { createRepo, HubApiError, uploadFiles, whoAmI } from '@huggingface/hub';
import type { ExportedFile, Published, SpaceRefusal, SpaceStep } from '../../../contract/export';
import type { Secret } from './space-folder';

export interface Publishing {
  /** `owner/name`. */
  name: string;
  /** An access token with write role; stays in memory. */
  token: string;
  /** A private Space shows its page to its owner alone. */
  visibility: 'private' | 'public';
  /** Writes into a Space that is there already. */
  replace: boolean;
  files: readonly ExportedFile[];
  secrets: readonly Secret[];
  hubUrl: string;
  fetch: typeof fetch;
  signal: AbortSignal;
  onStep: (step: SpaceStep) => void;
}

/**
 * Makes a Docker Space, gives it its secrets, then its files: what runs has never been without them. Secrets go over
 * the API for secrets alone, where nobody can read them back. Nothing is taken back when a step is refused.
 */
export async function publishSpace(publishing: Publishing): Promise<Published> {
  const { name, token, hubUrl, signal } = publishing;
  const repo = { type: 'space', name } as const;
  let retryAfterSeconds: number | undefined;
  const ask: typeof fetch = async (input, init) => {
    const answer = await publishing.fetch(input, { ...init, signal });
    if (!answer.ok) retryAfterSeconds = secondsOf(answer);
    return answer;
  };
  const access = { accessToken: token, hubUrl, fetch: ask };
  let step: SpaceStep = 'signIn';
  const begin = (next: SpaceStep) => {
    step = next;
    publishing.onStep(next);
  };
  try {
    begin('signIn');
    const { auth } = await whoAmI(access);
    if (auth.accessToken?.role === 'read') throw new Refused('role', 'this token may only read');
    begin('create');
    await createRepo({ ...access, repo, sdk: 'docker', visibility: publishing.visibility }).catch((error) => {
      if (!(publishing.replace && refusalOf(error) === 'exists')) throw error;
    });
    begin('secrets');
    for (const { variable, value } of publishing.secrets) await giveSecret(ask, publishing, variable, value);
    begin('files');
    await uploadFiles({
      ...access,
      repo,
      commitTitle: 'BotPier export',
      files: publishing.files.map(({ path, content }) => ({ path, content: new Blob([content]) })),
      useXet: false,
    });
    return { kind: 'published', url: `${hubUrl}/spaces/${name}` };
  } catch (error) {
    if (signal.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return {
      kind: 'refused',
      step,
      refusal: refusalOf(error),
      message: message.replaceAll(token, '***').slice(0, 500),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
  }
}

/** The library has no call for it. */
async function giveSecret(
  ask: typeof fetch,
  { hubUrl, name, token }: Publishing,
  key: string,
  value: string,
): Promise<void> {
  const answer = await ask(`${hubUrl}/api/spaces/${name}/secrets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ key, value }),
  });
  if (answer.ok) return;
  throw new Refused(refusalOfStatus(answer.status), wordsOf(await answer.text()));
}

class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: SpaceRefusal;

  constructor(refusal: SpaceRefusal, message: string) {
    super(message);
    this.refusal = refusal;
  }
}

function refusalOf(error: unknown): SpaceRefusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof HubApiError) return refusalOfStatus(error.statusCode);
  // The library's own words for what cannot be a token, before it asks anybody.
  if (error instanceof TypeError && error.message.includes('access token')) return 'token';
  return error instanceof TypeError ? 'unreachable' : 'unknown';
}

const REFUSALS: Readonly<Record<number, SpaceRefusal>> = {
  401: 'token',
  402: 'needsPlan',
  403: 'role',
  404: 'notFound',
  409: 'exists',
  429: 'rateLimited',
};

function refusalOfStatus(status: number): SpaceRefusal {
  return REFUSALS[status] ?? 'unknown';
}

function wordsOf(body: string): string {
  try {
    const { error } = Object(JSON.parse(body)) as { error?: unknown };
    return typeof error === 'string' ? error : body;
  } catch {
    return body;
  }
}

function secondsOf(answer: Response): number | undefined {
  const seconds = Number(answer.headers.get('retry-after'));
  return seconds > 0 ? seconds : undefined;
}

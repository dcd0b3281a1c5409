import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import github from './github-api/operations.json' with { type: 'json' };

/** GitHub's documentation describes this state; its description of the API does not name it. */
const STARTER_PATH = /\/state$/;

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats['default'](ajv);
ajv.addSchema({ $id: 'github', ...github });

const validators = new Map<string, ValidateFunction>();

/**
 * What GitHub's own description finds wrong with an answer; empty when nothing is.
 * @param path e.g. `/repos/alice/data/releases/7/assets`
 */
export function findSchemaErrors(method: string, path: string, status: number, body: unknown): string[] {
  const operation = Object.keys(github.operations).find((name) => isCalled(name, method, path));
  if (!operation) return [`${method} ${path} is no operation of GitHub's`];
  const { responses } = github.operations[operation as keyof typeof github.operations];
  if (!(status in responses)) return isAlwaysPossible(status) ? [] : [`${operation} never answers ${status}`];
  const schema = (responses as Record<string, unknown>)[String(status)];
  if (schema === null)
    return body === undefined || status >= 400 ? [] : [`${operation} answers ${status} without a body`];
  const key = `${operation} ${status}`;
  const pointer = `github#/operations/${escapePointer(operation)}/responses/${status}`;
  const validate = validators.get(key) ?? ajv.compile({ $ref: pointer });
  validators.set(key, validate);
  if (validate(body)) return [];
  return (validate.errors ?? [])
    .filter(
      ({ instancePath, keyword }) =>
        !(keyword === 'enum' && STARTER_PATH.test(instancePath) && isStarter(body, instancePath)),
    )
    .map(({ instancePath, message }) => `${key} ${instancePath} ${message}`);
}

/** GitHub may say it to any operation: unchanged, who are you, limits, permissions, and its own troubles. */
function isAlwaysPossible(status: number): boolean {
  return [304, 401, 403, 404, 429].includes(status) || status >= 500;
}

function isCalled(operation: string, method: string, path: string): boolean {
  const [verb, template = ''] = operation.split(' ');
  if (verb !== method) return false;
  const pattern = template
    .split('/')
    .map((part) => (/^\{(?:ref|tag|branch)\}$/.test(part) ? '.+' : part.startsWith('{') ? '[^/]+' : part))
    .join('/');
  const isAboutOther =
    /\/releases\/\{release_id\}$/.test(template) && /\/releases\/(?:assets|tags)$/.test(path);
  return !isAboutOther && new RegExp(`^${pattern}$`).test(path);
}

function isStarter(body: unknown, path: string): boolean {
  let at = body;
  for (const part of path.split('/').slice(1)) at = (at as Record<string, unknown>)[part];
  return at === 'starter';
}

function escapePointer(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

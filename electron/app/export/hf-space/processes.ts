import type { ServiceDefinition } from '../../../services/definition';
import type { GapFinder } from '../blanks';

const DISPLAY = ':1';

/** supervisord.conf: the programs of all services in one container, each started again when it ends. */
export function supervisorConfig(
  { messenger, brain }: { messenger: ServiceDefinition; brain: ServiceDefinition },
  environmentOf: (definition: ServiceDefinition) => Record<string, string>,
): string {
  return [
    section('supervisord', {
      nodaemon: 'true',
      logfile: '/dev/null',
      logfile_maxbytes: '0',
      pidfile: '/tmp/supervisord.pid',
    }),
    program('caddy', 10, { command: 'caddy run --config /space/Caddyfile --adapter caddyfile' }),
    program('xvfb', 10, { command: `Xvfb ${DISPLAY} -screen 0 1080x760x16 +extension GLX +render` }),
    program(brain.name, 20, {
      command: (brain.command ?? []).map(quote).join(' '),
      directory: '/AstrBot',
      environment: environmentOf(brain),
    }),
    program(messenger.name, 30, {
      command: '/opt/QQ/qq --no-sandbox',
      directory: '/app/napcat',
      environment: { ...environmentOf(messenger), DISPLAY, FFMPEG_PATH: '/usr/bin/ffmpeg' },
    }),
  ].join('\n');
}

/** A definition's environment as supervisord reads it; a secret comes from the Space's own environment. */
export function supervisorEnvironment(
  { env }: ServiceDefinition,
  finder: GapFinder,
): { values: Record<string, string>; variables: string[] } {
  const variables: string[] = [];
  const values = Object.entries(env).map(([name, value]) => {
    const { text, gaps } = finder.find(value.replaceAll('%', '%%'));
    const filled = gaps.reduce((rest, { blank, form, placeholder }) => {
      if (form !== 'plain') throw new Error(`nobody derives from ${blank.variable} in an environment`);
      variables.push(blank.variable);
      return rest.replaceAll(placeholder, `%(ENV_${blank.variable})s`);
    }, text);
    return [name, filled] as const;
  });
  return { values: Object.fromEntries(values), variables };
}

interface Program {
  command: string;
  directory?: string;
  environment?: Readonly<Record<string, string>>;
}

function program(name: string, priority: number, { command, directory, environment }: Program): string {
  return section(`program:${name}`, {
    command,
    ...(directory && { directory }),
    ...(environment && {
      environment: Object.entries(environment)
        .map(([key, value]) => `${key}="${value.replaceAll('"', '\\"')}"`)
        .join(','),
    }),
    priority: String(priority),
    autorestart: 'true',
    startretries: '1000000',
    stdout_logfile: '/dev/stdout',
    stdout_logfile_maxbytes: '0',
    redirect_stderr: 'true',
    stopasgroup: 'true',
    killasgroup: 'true',
  });
}

function section(name: string, values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`);
  return `[${name}]\n${lines.join('')}`;
}

/** supervisord splits as a shell does; `%` and `;` mean something of its own to it. */
function quote(word: string): string {
  if (/['\n]| ;/.test(word)) throw new Error(`supervisord could not take the word ${word}`);
  return `'${word.replaceAll('%', '%%')}'`;
}

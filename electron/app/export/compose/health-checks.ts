import type { ServiceName } from '../../../contract/ids';

/** Tells Compose whether a service's program answers; not whether the account is signed in or the model replies. */
export interface HealthCheck {
  test: readonly string[];
  interval: string;
  timeout: string;
  start_period: string;
  retries: number;
}

const ANSWERS: Readonly<Partial<Record<ServiceName, readonly string[]>>> = {
  // Smaller images than the official one have wget alone.
  napcat: shell(
    'curl -s -o /dev/null http://127.0.0.1:6099/webui || wget -q -O /dev/null http://127.0.0.1:6099/webui',
  ),
  koishi: [
    'CMD',
    'node',
    '-e',
    "fetch('http://127.0.0.1:5140/').then(() => process.exit(0), () => process.exit(1))",
  ],
  astrbot: python('http://127.0.0.1:6185/api/stat/start-time'),
  'gemini-balance': python('http://127.0.0.1:8000/health'),
};

/** Undefined for a service that cannot be asked from within its container. */
export function healthCheck(service: ServiceName): HealthCheck | undefined {
  const test = ANSWERS[service];
  return test && { test, interval: '30s', timeout: '10s', start_period: '90s', retries: 3 };
}

function shell(command: string): readonly string[] {
  return ['CMD-SHELL', command];
}

/** Any answer will do, also one that wants a password. */
function python(url: string): readonly string[] {
  const program = [
    'import urllib.request, urllib.error',
    `try: urllib.request.urlopen('${url}', timeout=5)`,
    'except urllib.error.HTTPError: pass',
  ].join('\n');
  return ['CMD', 'python', '-c', program];
}

import { request } from 'node:http';

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** What the backend that answered says of the request. */
  seen:
    | { name: string; method: string; url: string; headers: Record<string, string>; body: string }
    | undefined;
}

/** As it stands: no clean-up of paths, no following. */
export function ask(
  port: number,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const isOurs = text.startsWith('{"name"');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          seen: isOurs ? JSON.parse(text) : undefined,
        });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

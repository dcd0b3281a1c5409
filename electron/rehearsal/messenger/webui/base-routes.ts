import type { ServerResponse } from 'node:http';
import { PROFILE_VERSIONS } from '../messenger-options';
import { type ApiRoutes, STREAMED, type WebuiParts } from './api-call';

const SYSTEM_STATUS_MS = 3_000;

export const baseRoutes: ApiRoutes = {
  'GET /base/QQVersion': (_call, { login }) => (login.state.get().uin === '' ? 'unknown' : '3.2.30-50969'),
  'GET /base/GetSysStatusRealTime'({ response }, parts) {
    const send = openStream(response, parts);
    const stop = parts.life.every(SYSTEM_STATUS_MS, () => send(SYSTEM_STATUS));
    response.on('close', stop);
    return STREAMED;
  },
  'GET /Log/GetLogList': () => [],
  'GET /Log/GetLog': () => '',
  'GET /Log/GetLogRealTime'({ response }, parts) {
    const send = openStream(response, parts);
    for (const record of parts.log.recent()) send(record);
    response.on('close', parts.log.subscribe(send));
    return STREAMED;
  },
};

/** Only in profile A. */
export const oldBaseRoutes: ApiRoutes = {
  'GET /base/PackageInfo': (_call, { profile }) => ({ name: 'napcat', version: PROFILE_VERSIONS[profile] }),
};

/** Only after profile A. */
export const laterBaseRoutes: ApiRoutes = {
  'GET /base/GetNapCatVersion': (_call, { profile }) => ({ version: PROFILE_VERSIONS[profile] }),
};

const SYSTEM_STATUS = {
  cpu: { model: 'Rehearsal', speed: '2.00', usage: { system: '12.00', qq: '3.00' }, core: 2 },
  memory: { total: '4096', usage: { system: '1024', qq: '512' } },
  arch: 'linux x64',
};

/** Starts server-sent events; the answer sends one. Ends with the worker. */
function openStream(response: ServerResponse, { life }: WebuiParts): (data: unknown) => void {
  response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'keep-alive' });
  response.flushHeaders();
  const end = () => response.end();
  life.signal.addEventListener('abort', end, { once: true });
  response.on('close', () => life.signal.removeEventListener('abort', end));
  return (data) => response.write(`data: ${JSON.stringify(data)}\n\n`);
}

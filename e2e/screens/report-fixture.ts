import type { ReportDraft } from '../../electron/contract/support';
import { NOW } from './views';

const lines = (source: string, count: number) =>
  Array.from(
    { length: count },
    (_, n) =>
      `${new Date(NOW - (count - n) * 1_900).toISOString()} stdout ${n % 9 === 4 ? 'warn' : 'info'} ${source} [person 1] → adapter-onebot: Unexpected server response: 403 (token [redacted])\n`,
  ).join('');

export const REPORT: ReportDraft = {
  id: 'a-draft',
  files: [
    {
      name: 'about.json',
      text: `${JSON.stringify({ botpier: '0.1.0', system: { name: 'Windows_NT', release: '10.0.26100' }, engine: { product: 'Docker', version: '28.2.2' } }, null, 2)}\n`,
    },
    { name: 'settings.json', text: '{\n  "network": { "proxy": "http://[redacted]@127.0.0.1:7890" }\n}\n' },
    { name: 'troubles.json', text: '{\n  "links": [{ "link": "bridge", "code": "tokenDrift" }]\n}\n' },
    { name: 'logs/botpier.log', text: lines('botpier', 180) },
    { name: 'bots/aaaaaaaa/chain.json', text: '{\n  "id": "aaaaaaaa",\n  "tone": "bad"\n}\n' },
    { name: 'bots/aaaaaaaa/containers.json', text: '{\n  "wished": [],\n  "plan": []\n}\n' },
    { name: 'bots/aaaaaaaa/logs/napcat.log', text: lines('napcat', 400) },
    { name: 'bots/aaaaaaaa/logs/koishi.log', text: lines('koishi', 260) },
  ],
};

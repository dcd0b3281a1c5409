/**
 * `npm run lab`: a lab that stays up until Ctrl-C. `npm run lab -- 26` for the newer engine, `fast` for no waiting,
 * `astrbot` for AstrBot's image as well.
 */
import { once } from 'node:events';
import { startLab } from './start-lab';

const words = process.argv.slice(2);
const lab = await startLab({
  engine: words.includes('26') ? '26' : '20',
  pace: words.includes('fast') ? 'fast' : 'real',
  brains: words.includes('astrbot') ? ['koishi', 'astrbot'] : ['koishi'],
});
const flags = [
  `--mirror ${lab.mirror}`,
  `--registry ${lab.npmRegistry}`,
  '--provider deepseek',
  `--base-url ${lab.modelBaseUrl}`,
].join(' ');
console.log(`The lab is up; any key will do. In another terminal:

  export ${Object.entries(lab.env)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')}
  npm start -- --web --data-dir /tmp/botpier-lab-data ${flags}
or
  KEY=any node out/cli/botpier.js up --data-dir /tmp/botpier-lab-data --stack koishi --accept-risk --key-env KEY ${flags}

The phone:  scan · confirm · say <text> · chat      (Ctrl-C ends the lab)
`);

const phone = lab.phone();
const orders: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
  scan: () => phone.scan(),
  confirm: () => phone.confirm(),
  say: async (text) => (await phone.ask(text)).text,
  chat: async () => (await phone.chat()).map(({ fromName, text }) => `${fromName}: ${text}`).join('\n'),
};
process.stdin.setEncoding('utf8').on('data', (line: string) => {
  const [name = '', ...rest] = line.trim().split(' ');
  const order = Object.hasOwn(orders, name) ? orders[name] : undefined;
  if (!order) return;
  order(rest.join(' ')).then(
    (answer) => console.log(answer ?? 'done'),
    (error: Error) => console.error(error.message),
  );
});
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await lab.stop();
process.exit();

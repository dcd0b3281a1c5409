import type { Shape } from '../shape';
import type * as zh from '../zh/export';

export const exports: Shape<typeof zh.exports> = {
  title: 'Run it elsewhere',
  line: 'The bot as files that run on another machine without BotPier. This one goes on as it is.',
  compose: {
    name: 'Docker Compose',
    line: 'another computer, a NAS, a server',
    how: 'Unpack it, run docker compose up -d in that folder and scan once. The README inside says the rest.',
  },
  'hf-space': {
    name: 'Hugging Face Space',
    line: 'on the web, with many limits',
    how: 'Unpack it, put the files into a Docker Space and fill in the secrets under Settings. The README inside says the rest.',
  },
  limits: {
    title: 'Know this first',
    plan: 'A Docker Space needs a paid plan; the free ones are gone.',
    sleep:
      'On free hardware it falls asleep after 48 hours without a visit to its page, and the bot with it.',
    disk: 'Its disk is not kept: after a restart, sign-in and chats are gone and it wants a new scan.',
    ports: 'It gets out on ports 80, 443 and 8080 only; QQ may not be reached.',
    device:
      'QQ sees a new device in a foreign data centre, asks for verification more often, and the account is less safe.',
    open: 'Make it a private Space. In a public one anybody may open the panels; only passwords stand in between.',
    proof: 'We have not run it on Hugging Face, and the platform may stop it.',
  },
  secrets: 'Write keys and passwords into it',
  secretsLine: 'Otherwise they are filled in where it will run.',
  secretsWarning:
    'Whoever has this archive has your model key and every password of the bot. Give it to nobody, keep it off cloud drives.',
  go: 'Save it',
  goSecrets: 'Save it with its keys',
  saved: 'Saved: {{name}}',
  cannot: {
    missing: 'This bot is not set up yet. Finish that first.',
    stack: 'Only AstrBot runs on Hugging Face. Change the brain first.',
    keyPool: 'With a key pool it cannot move there. Go back to a single key first.',
    localModel: 'Its model is on your computer, out of reach from there. Choose one on the web first.',
  },
};

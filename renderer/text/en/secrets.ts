import type { Shape } from '../shape';
import type * as zh from '../zh/secrets';

export const secrets: Shape<typeof zh.secrets> = {
  title: 'How secrets are kept',
  row: 'How secrets are kept',
  rowLine:
    'Model keys, tokens and the passwords of notification channels are all kept in one way. Another way takes what is there along.',
  change: 'Change',
  choose: 'Choose how to keep them',
  asks: 'This computer has no key store that works. Secrets are either kept with a weaker lock, or under a passphrase that you type, or not at all.',
  way: {
    system: {
      name: "The system's key store",
      line: 'Locked by the system for whoever signs in to this computer.',
    },
    passphrase: {
      name: 'Under a passphrase',
      line: 'Opens on another computer too. Typed at each start of BotPier; forgotten, keys have to be entered again.',
    },
    plain: {
      name: 'Plainly on this computer',
      line: 'Whoever can read your files may get at the keys. Easy, but a weak lock.',
    },
    memory: {
      name: 'Not at all, only until it quits',
      line: "All is forgotten when BotPier quits. At the next start you enter keys again, and the bot's parts are built anew.",
    },
  },
  plainWarning: 'Only where nobody else uses the computer.',
  memoryWarning: 'Everything is forgotten once BotPier quits, also when it starts at login.',
  passphrase: 'Passphrase',
  passphraseAgain: 'Once more',
  passphraseHelp: 'At least {{least}} characters; a sentence is easiest to remember.',
  passphraseDiffers: 'The two are not the same.',
  use: 'Keep them so',
  later: 'Later',
  unlockTitle: 'Type the passphrase',
  unlockLine: 'Secrets are locked. Until they are open BotPier looks after no bot; those that run go on.',
  unlock: 'Open',
  forgotten:
    'Forgotten: move secrets.json out of the data folder, start BotPier again and enter the keys anew.',
  lost: 'To be entered again',
  lostLine:
    'They are there but cannot be opened here: another computer, user or passphrase sealed them. Tokens that are not listed BotPier makes anew by itself.',
  lostKind: {
    modelKey: 'The model key of {{name}}',
    poolKeys: 'The pool of keys of {{name}}',
    channel: 'The secret of the channel "{{name}}"',
    proxyPassword: "The proxy's password",
  },
  enter: 'Enter it',
};

import type { CodeId, CodePage } from '../page';

export const model = {
  enterKey: {
    what: 'The brain borrows a model to think with, and the key is the ticket.',
    why: 'Models live at a provider that charges by use or gives a free share, and wants to know who asks.',
    itself:
      'As you paste, BotPier really asks one thing, and saves the key only if that works. It is encrypted and never shown again.',
    todo: [
      'Choose a provider and get a key there.',
      'Make a new one on its site and copy it.',
      'Paste it here and wait for the test.',
    ],
    worry: 'A key is a purse: give it to nobody, post it nowhere.',
  },
  enterAgain: {
    what: 'The key is stored, but cannot be opened on this computer. Enter it once more.',
    why: 'It is locked with a key of this computer and user. Another computer, user or installation cannot open it.',
    itself: 'What cannot be read is kept. Settings, persona and sign-in are not affected.',
    todo: [
      'Enter the same key again.',
      'If you no longer have it, make a new one at the provider and delete the old.',
    ],
    worry: "On the same computer: see whether the system's key store is locked.",
  },
  keyRefused: {
    what: 'The provider does not know this key.',
    why: "Cut short, a space too many, another provider's, deleted or expired.",
    itself: 'BotPier stops and does not keep knocking with a wrong key.',
    todo: ['See on the site whether it still exists.', 'Copy it again and paste it.'],
    worry: 'If it worked until now, look at the use of your account: somebody may have been there.',
  },
  keyNoQuota: {
    what: 'The key is right, but the account has no credit left.',
    why: 'The free share or what was paid is used up.',
    itself: 'BotPier keeps the key. After topping up you need no other.',
    todo: ['Top up, then try again.', 'Or choose another provider.'],
    worry: 'Faster than you thought? Let it chime in less and limit its groups.',
  },
  keyRateLimited: {
    what: 'This key was used too often in a short time.',
    why: 'There are limits per minute and day, lower for free keys. Busy groups meet them soon.',
    itself: 'BotPier waits and tries again. The key is good.',
    todo: [
      'Wait a little.',
      'Let it chime in less.',
      'If it happens often, get a larger plan or another provider.',
    ],
    worry: 'Not back the same day: the daily share is used up and returns tomorrow.',
  },
  keyRegion: {
    what: 'The provider does not serve the region of your network.',
    why: 'Some serve certain countries only, and go by where your network comes out.',
    itself: 'BotPier does not call the key bad; nobody has looked at it yet.',
    todo: ['Simplest: a provider that serves your region.', 'If you have a proxy, set it under Network.'],
    worry: 'Changing regions often may make the provider close your account.',
  },
  modelMissing: {
    what: 'This key does not see the model you chose.',
    why: 'A typing mistake, a model that is gone, or one outside your plan.',
    itself: 'BotPier lists what it sees and takes none instead.',
    todo: ['On the Model page, choose from the list.'],
    worry: 'An empty list points to a wrong address.',
  },
  modelBaseUrl: {
    what: 'There is a website at the address, but not a model.',
    why: 'It is the home page or the manual, or /v1 is missing.',
    itself: 'Small mistakes BotPier tries to mend; it asks only if that does not help.',
    todo: [
      "Look for the base URL in the provider's manual.",
      'It usually ends in /v1; enter it as the address.',
    ],
    worry: 'Be careful with addresses from others: your key is sent there.',
  },
  modelUnreachable: {
    what: 'The model did not answer in time.',
    why: 'No network, maintenance, a proxy that is needed, or Ollama that is not running.',
    itself: 'BotPier tries again and goes on by itself.',
    todo: [
      'See whether the computer is online.',
      'With a local model, see whether it runs.',
      'Try again on the Model page.',
    ],
    worry: 'The computer gets there and the bot does not? Perhaps the proxy serves this computer only.',
  },
  modelNeedsProxy: {
    what: 'The computer is online, but the way to this provider is closed. A proxy is probably needed.',
    why: 'From mainland China many providers abroad cannot be reached directly.',
    itself: 'BotPier brings no proxy and looks for none. The one you set is used by it and by the bot.',
    todo: [
      'Choose a provider that can be reached directly.',
      'If you have a proxy, set it under Network, like http://127.0.0.1:7890.',
      'Allow the local network in it, so that the bot can reach it.',
    ],
    worry: 'A proxy of unknown origin sees where you go. Leave it.',
  },
  modelUnknown: {
    what: 'The model answered something we do not understand.',
    why: 'A passing error, an unusual interface, or a relay with words of its own. They are in the evidence.',
    itself: 'BotPier tries again and does not call the key bad.',
    todo: [
      'Try again.',
      'Read the words; they often say why.',
      'If it stays, choose another model or provider.',
    ],
    worry: 'If it is one model only, another will do.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

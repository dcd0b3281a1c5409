import type { GeneralId, GeneralPage } from '../page';

export const general: Record<GeneralId, GeneralPage> = {
  firstSteps: {
    title: 'First steps',
    lead: 'From opening BotPier to the first answer there are few things to do. The rest it does by itself.',
    sections: [
      {
        title: 'Have ready',
        lines: [
          'A spare QQ account.',
          'A phone with QQ signed in to it.',
          "A model's key; if you have none, you are shown where to get one.",
        ],
      },
      {
        title: 'Then',
        inOrder: true,
        lines: [
          'No Docker yet? Install and open it as you are told.',
          'Choose a brain. Not sure: Koishi.',
          'Read the three things and agree.',
          'Paste the key and wait for the test.',
          'Scan with QQ on the phone and tap Confirm.',
          'Write to it from your own account and see what it says.',
        ],
      },
      {
        title: 'The first days',
        lines: [
          'Leave chiming in at 0 and stay out of large groups.',
          'Not ready for a real account? Rehearse: no QQ, nothing installed.',
          'You may close it at any point; it goes on where it stopped.',
        ],
      },
    ],
  },
  accountRisk: {
    title: 'The risk for the account, plainly',
    lead: 'Signing a bot in to QQ is not what Tencent supports. The account may be asked to verify, signed out, or restricted; a few are banned. Nobody can promise otherwise.',
    sections: [
      {
        title: 'When it is more likely',
        lines: [
          'A new account, or one long unused.',
          'Many groups and many words right away.',
          'Phone and computer on different networks, or changing places.',
          'Signing in again and again after being signed out.',
        ],
      },
      {
        title: 'What you can do',
        lines: [
          'Use a spare account with no money in it, never your main one.',
          'Little and slowly: private chats first, then small groups.',
          'Signed out? Let it rest. Several times a day: for days.',
        ],
      },
      {
        title: 'What BotPier does and does not do',
        lines: [
          'It keeps the device the same, signs in seldom and stops when nobody scans.',
          'It hides nothing, disguises nothing, and does not promise that the account is safe.',
        ],
      },
    ],
  },
  whatRuns: {
    title: 'What runs where, and what is kept',
    lead: 'The whole bot is on your computer, kept apart by Docker. BotPier has no servers of its own.',
    sections: [
      {
        title: 'What runs',
        lines: [
          'The QQ side (NapCat): signs in, receives and sends.',
          'The brain (Koishi or AstrBot): reads and thinks of answers.',
          'Only if you want them: key pool and gateway.',
          'The model is at its provider, or here if you use Ollama.',
        ],
      },
      {
        title: 'What is kept',
        lines: [
          "In Docker's volumes: the QQ sign-in, chats, the brain's settings and plugins.",
          "In BotPier's folder: the bot's settings and the encrypted keys.",
          'Logs: about 30 MB a service at most; older lines go by themselves. Keys and passwords are blacked out.',
        ],
      },
      {
        title: 'When you close it',
        lines: [
          'In the desktop app, closing the window only hides it; the bot goes on.',
          'Quitting asks whether the bot should go on or stop.',
          'Panels open on this computer only, each with a random password, unless you open them by the gateway.',
        ],
      },
    ],
  },
  slowNetwork: {
    title: 'A slow network, and mirrors',
    lead: 'Three things need the network: downloading software, installing plugins, asking the model. Cure the one that is slow.',
    sections: [
      {
        title: 'Slow downloads',
        inOrder: true,
        lines: [
          'Open Network in the settings and press Test speed.',
          'Move fast mirrors up, remove those that do not work.',
          'If none is fast, add one. Mirrors come and go; test again every few months.',
        ],
      },
      { title: 'Slow plugins', lines: ['On the same page, install plugins from npmmirror.'] },
      {
        title: 'A slow or closed way to the model',
        lines: [
          'Simplest: a provider that can be reached directly.',
          'With a proxy, enter an address like http://127.0.0.1:port.',
          'If it listens on this computer only, the bot in its container cannot reach it: allow the local network.',
        ],
      },
      {
        title: 'Can mirrors be trusted',
        lines: [
          'They need not be. BotPier asks the official source for the fingerprint; where it can, it compares, and uses nothing that differs.',
        ],
      },
    ],
  },
  privacy: {
    title: 'Privacy and secrets',
    lead: 'BotPier itself uploads nothing. Here is whom a message passes.',
    sections: [
      {
        title: 'Where words go',
        lines: [
          "What people say to the bot passes Tencent, then your computer, then the model's provider.",
          'Home counts messages; BotPier does not read them.',
          'With a local model nothing goes to a provider.',
        ],
      },
      {
        title: 'How keys are kept',
        lines: [
          "Locked with the system's key store in the desktop app, with your passphrase on the web page and in the terminal; never shown again, in no log.",
          'The brain needs the key, so there is a copy in its own data. Who can get into your Docker can get it.',
          'Where there is no key store you choose: a passphrase, a weaker lock, or not at all. Settings, Secrets changes it at any time.',
        ],
      },
      {
        title: 'People in groups',
        lines: [
          'Better tell them that it is a bot and that their words go to a model.',
          'Only the owner you entered can give it commands.',
        ],
      },
    ],
  },
  backup: {
    title: 'Backup: how not to lose a bot',
    lead: "All a bot owns is in Docker's volumes: sign-in, memory of chats, plugins, settings. If the computer dies without a backup, it is gone.",
    sections: [
      {
        title: 'Two things for two troubles',
        lines: [
          'Snapshots: copies on this computer. After a bad change or update you are back in seconds; they do not help when the computer dies.',
          'Saving to GitHub: every few minutes into a private repository of your own. It brings everything to another computer, without a new scan.',
          'For one more copy elsewhere, save a snapshot as an encrypted file and put it on a USB stick.',
        ],
      },
      {
        title: 'Know this first',
        lines: [
          'Git was not made for backups, and GitHub says so. It is fine for a few GB; save less beyond that.',
          'The memory of chats goes to GitHub. If it should not be readable there, encrypt everything.',
          'The recovery key is shown once. Lost key, lost data: nobody can open it, and neither can we.',
          'Keep the repository private. BotPier stops saving to a public one.',
        ],
      },
      {
        title: 'The computer is gone. How to get the bot back',
        inOrder: true,
        lines: [
          'Install BotPier and Docker on the new one, and choose I have a backup on the first screen.',
          'Enter token, repository and recovery key, or choose the encrypted file.',
          'Pick a moment; once everything is checked, the bot comes up by itself.',
        ],
      },
    ],
  },
  oldRepository: {
    title: 'Bring along an old repository',
    lead: 'Whoever ran AstrBot and NapCat on Hugging Face or a server after a tutorial, with a tool that saved the data to GitHub, can make a bot here of it.',
    sections: [
      {
        title: 'How it is done',
        inOrder: true,
        lines: [
          'Stop the old one first: one account must not be signed in twice.',
          'On the first screen press "I have a backup" and choose "An old repository", or open the Backup page; press "Bring along an old repository".',
          'Enter the repository and a token that may read it, and see what is there.',
          'Press "Bring it along". Large files come from releases, each one checked.',
          'Agree to a few things and scan with the phone. QQ takes it for a new device.',
          'On a server, by a command: botpier import repository OWNER/NAME --token-file FILE; with --look it only looks.',
        ],
      },
      {
        title: 'What comes along',
        lines: [
          'The data of AstrBot: memory of chats, persona, plugins, settings. Databases are opened and checked first.',
          'The sign-in files of QQ and the settings of NapCat.',
          'The keys in Gemini Balance, into the key pool; not its own passwords and records.',
          'The owner, the nickname, and when it speaks, as they were. A model key of your own goes on being used as well.',
          'Old conversations are all still in AstrBot, but its connection has another name now, so it begins a new one.',
        ],
      },
      {
        title: 'What does not',
        lines: [
          "The old tool's own notes and the gateway's rules: there is no place for them here.",
          'Plugins that you cloned into the plugin folder with git: the old tool saved their names alone. Install them again in AstrBot.',
          'Passwords of panels and tokens between services: all are made anew.',
        ],
      },
      {
        title: 'When it does not go well',
        lines: [
          'A file that is broken or lost is told by name; the rest can come along without it.',
          'Stopped, cut off or shut down on the way, nothing is left; just begin again.',
          'The old repository is only read, and stays as it is. To go on saving, connect a new private one on the Backup page.',
        ],
      },
    ],
  },
  moving: {
    title: 'To another computer',
    lead: 'With a backup everything moves, without a new scan. Without one you scan again, and enter the key again.',
    sections: [
      {
        title: 'Step by step',
        inOrder: true,
        lines: [
          'Stop the bot on the old computer: one account, one place.',
          'With a backup on GitHub, or a snapshot saved as a file: choose I have a backup on the first screen of the new computer. Sign-in, memory and keys come along.',
          'Without one: under Bot in the settings, save it to run elsewhere. That file is for Docker Compose and runs without BotPier.',
          'To go on with BotPier, install it there, walk through it as the first time and copy the persona.',
          'Scan with the phone. QQ sees a new device and may ask you to verify.',
          'Once the new one answers, take the old one down.',
        ],
      },
      {
        title: 'Mind',
        lines: [
          'A file with the keys in it is a purse. Keep it out of cloud drives.',
          "Copying BotPier's folder is not enough: sign-in and chats are in Docker's volumes, and keys do not open elsewhere.",
        ],
      },
    ],
  },
  removing: {
    title: 'Removing everything',
    lead: 'It can go without a trace, in three steps. Stop after any of them.',
    sections: [
      {
        title: 'Step by step',
        inOrder: true,
        lines: [
          'On home, edit the bot and take it down. Its data stays unless you write its name to have it deleted too.',
          'Uninstall BotPier. On Windows it asks about its data; elsewhere the folder stays, and you may delete it.',
          'If you need Docker for nothing else, uninstall it: that frees the most.',
        ],
      },
      {
        title: 'What is left elsewhere',
        lines: [
          'Delete the device in the list of devices of QQ on your phone.',
          "Delete the key on the provider's site.",
          'BotPier touches only what carries its label; everything else in Docker stays.',
        ],
      },
      {
        title: 'What cannot come back',
        lines: ['Once data is deleted, sign-in, persona and chats are gone. If in doubt, keep it.'],
      },
    ],
  },
  askingForHelp: {
    title: 'Asking for help',
    lead: 'Make a report, and whoever helps you knows what happened without a dozen questions.',
    sections: [
      {
        title: 'Step by step',
        inOrder: true,
        lines: [
          'Press “Make a report” on the card of the link that is broken, or under About in the settings.',
          'On the left is every file; a click shows all that is in it.',
          'Untick what you would rather keep.',
          'Save it and send it along with what you did and what you saw.',
          'In the terminal it is botpier report; with --print it is only shown.',
        ],
      },
      {
        title: 'What is in it',
        lines: [
          'The versions of BotPier, of the system and of Docker, the settings, and how far an update is.',
          'The chain as it is, what changed lately and what failed.',
          'Our own containers: wished, seen, and what would be done next. Of variables only names and lengths.',
          'The last four hundred lines of BotPier and of each service.',
        ],
      },
      {
        title: 'What is not in it',
        lines: [
          'The model key, pool keys, passwords, secrets of notifications, the password of a proxy, cookies of sign-ins: stored ones go by their value, all others by their shape.',
          'QQ numbers and mail addresses, unless you switch that off.',
          "The persona's words, the bot's answers, your user name in folders.",
        ],
      },
      {
        title: 'Mind',
        lines: [
          'Logs of services may hold what others wrote in a chat: look before you send them.',
          'A shape may be missed. If you see something like a key, leave that file out and tell us.',
        ],
      },
    ],
  },
};

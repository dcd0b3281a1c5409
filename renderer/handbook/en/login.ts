import type { CodeId, CodePage } from '../page';

export const login = {
  scanQr: {
    what: 'The code is there and waits for QQ on your phone.',
    why: 'On the first sign-in, or when the old one has expired, QQ only believes the phone.',
    itself:
      'A code lasts about two minutes and renews itself. If nobody scans for long, it pauses so as not to bother QQ.',
    todo: [
      'In QQ on the phone, switch to the account for the bot.',
      'Tap + at the top right, then Scan, and aim at the screen.',
      'Phone and computer had better be on the same Wi-Fi.',
    ],
    worry: 'QQ mostly refuses a screenshot from the album. A phone cannot scan itself: use another one.',
  },
  confirmOnPhone: {
    what: 'The code was scanned. One tap on the phone is missing.',
    why: 'QQ wants you to confirm once more.',
    itself: 'Within seconds of your tap it goes on. Without it, a new code comes after a while.',
    todo: ['Look at the phone and tap Confirm.', 'Wrong account? Say so here.'],
    worry: 'If it was not you who scanned, do not confirm.',
  },
  solveCaptcha: {
    what: 'QQ wants to see that it is you.',
    why: 'A new place, a new device or a young account make QQ ask.',
    itself: 'Only you can do it; BotPier does not get around it. Afterwards it goes on by itself.',
    todo: ['Open the page and do what it asks.', 'Come back and wait a few seconds.'],
    worry: 'If it asks again right away, leave it for a day.',
  },
  verifyDevice: {
    what: 'QQ sees this as a device it does not know and wants you to allow it.',
    why: 'Another computer, a new installation, or a device that looks different.',
    itself: 'Each bot has a fixed device name and network address, so restarts and updates do not change it.',
    todo: ['Open the page.', 'Allow the device in QQ on your phone.'],
    worry: 'If it asks daily on the same computer, see whether another tool uses the account.',
  },
  acceptAccount: {
    what: 'Another account than last time was scanned, so BotPier asks.',
    why: 'Many people have two accounts on one phone.',
    itself: 'BotPier stops here, remembers the old account and waits for you.',
    todo: ['You want to change: use this one.', 'A mistake: go back and scan again.'],
    worry: 'If it is your main account, go back at once and use a spare one.',
  },
  noQr: {
    what: 'The QQ side runs, but has shown no code for a while.',
    why: "It probably cannot reach QQ's servers: names do not resolve inside the container, a proxy or firewall is in the way, or there is no network.",
    itself: 'BotPier asks it for another code, with longer and longer pauses.',
    todo: [
      'See whether the computer is online.',
      'Switch off proxy or VPN and try.',
      'Ask for a new code, else restart the QQ side.',
    ],
    worry: 'If a code comes through your phone, the first network is in the way.',
  },
  qrExpiredOften: {
    what: 'Many codes went by and nobody scanned, so it pauses.',
    why: 'Asking for codes without end looks odd to QQ.',
    itself: 'It waits for you.',
    todo: ['Take the phone and open Scan in QQ.', 'Ask for a new code and scan it within two minutes.'],
    worry: "If scanned codes are always called expired, check the computer's clock.",
  },
  loginRefused: {
    what: 'You scanned and confirmed, and QQ still refused. Its words are in the evidence.',
    why: 'Mostly phone and computer leave by different networks, and QQ speaks of an unstable network. Young or restricted accounts meet it too.',
    itself: 'BotPier does not sign in over and over; that makes it worse.',
    todo: [
      'Put both on the same Wi-Fi; switch off mobile data and proxy on the phone.',
      'Ask for a new code and scan again.',
      'Else wait some hours.',
    ],
    worry: 'If the phone also speaks of a freeze or limit, lift that there first.',
  },
  loginElsewhere: {
    what: 'QQ says that this account is signed in already.',
    why: 'The last sign-in did not end properly, or another bot or computer uses it.',
    itself: 'BotPier lets one bot use one account and does not fight over it.',
    todo: [
      'Sign out of QQ or of the bot in the other place.',
      'Restart the QQ side; it comes back with the sign-in it remembers.',
    ],
    worry:
      'If there is no other place, look at the list of devices in QQ on your phone. A stranger there: change the password.',
  },
  kicked: {
    what: 'QQ signed the account out, and the old sign-in often ends with it.',
    why: 'Signed in elsewhere, a new password, or QQ thinks that it looks like a machine. Its words are in the evidence.',
    itself:
      'BotPier restarts the QQ side and tries twice with the sign-in it remembers. Then it stops and waits for a scan.',
    todo: [
      "Read QQ's words.",
      'Press "Sign in again" and scan once.',
      'Let it talk less: put chiming in at 0 first.',
    ],
    worry: 'Several times a day: let it rest for days. Pushing on may get the account restricted.',
  },
  offline: {
    what: "It lost QQ's servers, but was not signed out.",
    why: 'A hiccup of the network, a router restarting, a computer that just woke up, or QQ in maintenance.',
    itself: 'It gets a minute to come back; then BotPier signs in again with what it remembers. No scan.',
    todo: ["Look at the computer's network.", 'In a hurry: press "Sign in again".'],
    worry: 'At the same hour every day: see whether router or computer sleeps then.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

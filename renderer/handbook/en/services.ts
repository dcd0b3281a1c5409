import type { CodeId, CodePage } from '../page';

export const services = {
  consent: {
    what: 'Before anything starts, BotPier tells you of the risk, of where messages go and of what will be installed.',
    why: 'Signing a bot in to QQ is not what QQ supports. Only you can decide that.',
    itself: 'Until you agree, the QQ side is not started and nobody signs in.',
    todo: ['Read the three things.', 'Have a spare account ready.', 'Press "I understand, go on".'],
    worry: 'If the account matters, or you are unsure, rehearse first: that touches no QQ.',
  },
  portTaken: {
    what: 'Another program already uses the port that a panel wants.',
    why: 'A port is like a house number: one at a time. Another bot or a developer tool may have it.',
    itself: 'BotPier tries a port before it takes it, and moves to a free one, open to this computer only.',
    todo: ['Wait for it to move.', 'If it does not, press the button for another port.'],
    worry: 'If several are taken, a security program may be in the way of Docker.',
  },
  containerCrashes: {
    what: 'It quits right after it starts, several times in a row.',
    why: 'Too little memory, damaged data, a setting changed in a panel that it cannot read, or the wrong kind of processor.',
    itself: 'It is started again with longer and longer pauses, so that the computer stays usable.',
    todo: [
      'Read the last lines in the evidence.',
      'Restart it.',
      'If that does not help, build it anew: new software, the same data.',
    ],
    worry: 'If it goes on, and you changed a setting lately, put that back.',
  },
  containerStartRefused: {
    what: 'Everything is ready, and Docker refuses to start it.',
    why: "Docker's words are in the evidence. Mostly the disk is full, the memory limit too low, or Docker is in a muddle.",
    itself: 'BotPier tries again from time to time; the data is not touched.',
    todo: ['Read the words.', 'Build it anew.', 'Quit Docker and open it again.'],
    worry: 'If nothing else starts in Docker either, restart the computer.',
  },
  containerGone: {
    what: 'A part of the bot has stopped in Docker, or is gone.',
    why: 'Somebody stopped or deleted it there, or a clean-up tool swept it away.',
    itself:
      'The data lies in a volume of its own and stays. BotPier starts the part again, or builds it anew on that data.',
    todo: [
      'Wait for it, or press a button of the chain.',
      "When cleaning up Docker, leave BotPier's things alone.",
    ],
    worry: 'If the volumes were deleted too, you scan again, and the chat history is gone.',
  },
  messengerUnreachable: {
    what: 'The QQ side runs, but does not answer us.',
    why: 'It may still be starting, be short of memory, or QQ inside it crashed.',
    itself: 'BotPier gives it two minutes and keeps asking. As it has not quit, restarting it is up to you.',
    todo: ['Wait two minutes.', 'Restart it; the sign-in comes back by itself.'],
    worry: 'Again and again: look at the log and at memory. 2 GB is tight.',
  },
  messengerTokenChanged: {
    what: "BotPier cannot get into the QQ side's panel: its password is no longer ours.",
    why: 'Somebody changed it in the panel, or another tool did.',
    itself: 'The password is written at each start, so BotPier restarts the QQ side and it is ours again.',
    todo: [
      'Wait for that; else restart it.',
      'To use the panel yourself, open it from BotPier: no password needed.',
    ],
    worry: 'If it was not you, ask who else can get in.',
  },
  keepOrReplace: {
    what: 'Somebody changed a setting in a panel that BotPier looks after. You decide which one counts.',
    why: 'Both ends of a line are written by BotPier. Change one, and the other no longer fits.',
    itself: 'Until you decide, BotPier overwrites nothing and does not fight.',
    todo: ['You changed it on purpose: keep the edit.', 'You know nothing of it: use ours.'],
    worry: 'If in doubt, use ours. Chats and persona are not touched.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

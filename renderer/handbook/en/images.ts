import type { CodeId, CodePage } from '../page';

export const images = {
  pullStalled: {
    what: 'The download began and then no byte came for half a minute.',
    why: 'The mirror is busy, or the way to it broke. Docker itself does not notice and would wait for ever.',
    itself: 'BotPier stops this try and goes to the next mirror. What can be continued is continued.',
    todo: [
      'Wait for the next mirror.',
      'If all of them stall, press Test speed under Network in the settings and move the fast ones up.',
    ],
    worry: 'If web pages do not open either, it is the network.',
  },
  pullUnreachable: {
    what: 'None of the mirrors in the list answers.',
    why: 'No network, a proxy that is needed, a company network that blocks, or mirrors that have closed. They come and go.',
    itself: 'BotPier has tried each one and starts over after a while.',
    todo: [
      'See whether web pages open.',
      'Under Network in the settings: test, add a mirror that works, or set a proxy.',
      'A clock that is far off also shuts doors; have a look.',
    ],
    worry: 'If it works through your phone, the first network blocks Docker.',
  },
  pullMirrorLies: {
    what: 'What came does not match the official fingerprint, so it was not used.',
    why: 'Closed mirrors may answer with a web page; others keep an old or damaged copy.',
    itself: 'Nothing wrong is ever used. The next mirror is tried, and what runs already is not touched.',
    todo: [
      'Wait for the next mirror.',
      'If it is always the same one, remove it under Network in the settings.',
    ],
    worry:
      'If every mirror is wrong, stop and ask who is changing your traffic, an unknown proxy for instance.',
  },
  pullTagMissing: {
    what: 'The mirror does not have the version that BotPier wants.',
    why: 'Mirrors follow the official source with a delay, and some keep only what is popular.',
    itself: 'BotPier asks the next one. It does not take another version instead.',
    todo: [
      'Use another mirror, or try again in some hours.',
      'If you can reach it, put the official source into the list.',
    ],
    worry: 'If the official source does not have it either, look for an update of BotPier.',
  },
  pullWrongArchitecture: {
    what: 'What came was made for another kind of processor and cannot run here.',
    why: 'Apple M and Raspberry Pi are arm64, most others amd64. Some mirrors keep one kind only.',
    itself: 'BotPier compares before it starts anything, and asks the next mirror.',
    todo: ['Try another mirror.', 'If none has it, the bot needs another computer.'],
    worry: 'For old 32-bit systems there is no version at all.',
  },
  pullDenied: {
    what: 'The mirror answers and refuses this download.',
    why: 'It wants a sign-in, serves members only, or does not carry it.',
    itself: 'BotPier signs in nowhere. It goes to the next mirror.',
    todo: ['Wait for the next mirror.', 'Remove this one under Network in the settings to save the wait.'],
    worry: 'As long as one mirror works, never mind.',
  },
  pullRateLimited: {
    what: 'This mirror says that your network has downloaded too much today.',
    why: 'The official source and many mirrors count those who are not signed in by network; a whole school counts as one.',
    itself: 'BotPier goes to the next mirror and comes back to this one later.',
    todo: ['Wait, or come back in some hours.', 'Add another mirror.'],
    worry: 'No need: what is here stays here.',
  },
  pullUnknown: {
    what: 'The download did not work, for a reason we do not know.',
    why: 'Mirror or Docker said something rare; it is in the evidence.',
    itself: 'BotPier tries others and tries again, with longer and longer pauses.',
    todo: [
      'Try again.',
      'Read the evidence; it often says what is missing.',
      'Quitting and opening Docker cures some of it.',
    ],
    worry: 'The same words from every mirror point to Docker on this computer, not to the network.',
  },
  diskFull: {
    what: 'The disk is full and nothing more can be written.',
    why: 'Unpacked images take several GB, and unused ones pile up in Docker.',
    itself: 'BotPier stops here and deletes nothing of yours. It goes on when there is room.',
    todo: [
      'Empty the bin, move large files away.',
      'Clear unused images in Docker; leave volumes alone, they hold data.',
      'Press the button to look again.',
    ],
    worry: 'If Docker itself no longer opens, make room in the system first and restart Docker then.',
  },
  freeDisk: {
    what: 'There is not enough room for what has to be downloaded.',
    why: 'The download and its unpacked form together are larger than what is left.',
    itself: 'BotPier waits so as not to fill the disk, and goes on when there is room.',
    todo: [
      'See how much is missing.',
      'On "Resources", see what of BotPier itself can go.',
      'Empty the bin, move large files, or clear unused images in Docker.',
      'Press the button to look again.',
    ],
    worry:
      'Freed and still too little? On Windows, Docker mostly lives on drive C; that is the one that counts.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

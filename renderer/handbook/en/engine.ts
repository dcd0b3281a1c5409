import type { CodeId, CodePage } from '../page';

export const engine = {
  installEngine: {
    what: 'Docker is the room your bot lives in. It is not on this computer yet, so it comes first.',
    why: 'The QQ side and the brain come as ready-made rooms, and Docker is what they stand in. It also keeps the bot apart from everything else here.',
    itself:
      'BotPier looks in all the usual places and goes on by itself once Docker is up. There is no "next" to press.',
    todo: [
      'Press Download and follow the installer.',
      'Windows may want to restart once; that is normal.',
      'Open Docker, come back and wait a few seconds.',
    ],
    worry:
      'Installed, open, and still not found after two minutes: press "Look now" in the settings under Computer.',
  },
  startEngine: {
    title: 'Docker is installed but off',
    what: 'Docker is on this computer. It is just not running.',
    why: 'The computer has just started, or somebody quit Docker.',
    itself:
      'Press "Start it" and BotPier opens Docker and waits for it. It can do so every time: see Desktop in the settings.',
    todo: [
      'Press "Start it".',
      'Wait; the first start may take a minute or two.',
      'If Docker asks you to accept its terms, accept them.',
    ],
    worry: 'If it opens and closes again at once, the trouble is on its side: read what its own window says.',
  },
  allowEngine: {
    what: 'Docker runs, but this user may not talk to it.',
    why: 'On Linux only administrators and members of the docker group may, unless somebody changes that.',
    itself: 'BotPier does not raise its own rights. It shows the command and goes on once you are allowed.',
    todo: ['Do what the line on screen says.', 'Sign out of the computer and in again, so that it counts.'],
    worry: 'Who may use Docker is nearly an administrator. If the computer is not yours, ask first.',
  },
  engineGone: {
    what: 'Docker was fine and has stopped answering, and the bot stopped with it.',
    why: 'Usually it was quit, is updating itself, the computer just woke up, or the system ran out of memory.',
    itself:
      'BotPier keeps looking. Once Docker is back it starts what should run and connects the line. The sign-in is kept, so mostly no scan is needed.',
    todo: ['Press "Start it", or open Docker yourself.', 'Wait until the chain is green from left to right.'],
    worry: 'Several times a day points to memory: close something large, or give Docker more.',
  },
  engineHung: {
    what: 'Docker is there and answers nothing.',
    why: 'It is mostly stuck: a full disk, a computer that just woke up, or an update under way.',
    itself: 'BotPier asks again from time to time and leaves it alone otherwise.',
    todo: [
      'Quit Docker and open it again.',
      'Look how much disk is left.',
      'If that does not help, restart the computer.',
    ],
    worry:
      'If a restart changes nothing, Docker may have to be installed again. Export the bots you care about first.',
  },
  engineTooOld: {
    what: 'This Docker is older than 20.10 and cannot do some of what is needed.',
    why: 'Several things BotPier relies on came with 20.10.',
    itself: 'BotPier neither updates Docker nor touches what is in it.',
    todo: ['Install a newer Docker.', 'Open it; this goes on by itself.'],
    worry: 'An update mostly keeps images and data. If other things in there matter to you, back them up.',
  },
  engineWindowsContainers: {
    what: 'Docker is set to rooms of the Windows kind. The bot needs the Linux kind.',
    why: 'Docker Desktop has both, and somebody switched.',
    itself: 'BotPier goes on as soon as it is switched back.',
    todo: ['Right-click the Docker icon in the taskbar.', 'Choose "Switch to Linux containers…" and wait.'],
    worry: 'If the entry is missing or does nothing, WSL is probably not set up; Docker says what it lacks.',
  },
  engineUnknown: {
    what: 'Something answers at that address, but not like Docker.',
    why: 'The address in the settings probably leads to another program, or a proxy stands in between.',
    itself: 'BotPier has touched nothing and asks again from time to time.',
    todo: [
      'In the settings under Computer, empty the address of Docker so that it is found by itself.',
      'If you do need an address, check it.',
    ],
    worry: 'If it stays with an empty address, the evidence mostly names the program that answered.',
  },
  clockWrong: {
    what: "The computer's clock is wrong, or Docker's differs from it by more than a minute.",
    why: 'The time was never set right, or the clock inside Docker did not follow when the computer woke up.',
    itself: 'BotPier looks and changes no clock. It goes on when the time is right.',
    todo: [
      'Switch on "set time automatically" in the system settings and sync once.',
      'If they still differ, quit Docker and open it again.',
    ],
    worry: 'Far off after every start: the battery on the main board may be empty.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

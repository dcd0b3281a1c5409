import type { CodeId, CodePage } from '../page';

export const updates = {
  updateInterrupted: {
    what: 'The update stopped half-way. The old version runs, with the data from before.',
    why: 'BotPier was closed or the computer stopped before the new version had proved itself.',
    itself:
      'At the next start the saved data is put back first, then the old version starts. Old and new never mix.',
    todo: [
      'Update again if you like; what was downloaded is kept.',
      'Leave the computer on meanwhile: it takes a few minutes.',
    ],
    worry: 'No need. The bot only forgets what was said in those minutes.',
  },
  updateNotSaved: {
    what: 'Before an update the data is saved. That failed, so nothing was updated.',
    why: 'Mostly the disk is full, or Docker is too busy to give the data out.',
    itself: 'The old version has been running all the time. Nothing was touched.',
    todo: ['See how much room the disk has.', 'Look for "snapshot" in the log, then update again.'],
    worry: 'If it never works, backups may not work either: solve that first.',
  },
  updateNotUp: {
    what: 'The new version did not start, or never spoke. The old one runs again.',
    why: 'The new version has a fault, or does not get on with this computer: too little memory, say.',
    itself:
      'The new version is stopped, the saved data put back, the old version started. QQ needs no new scan.',
    todo: [
      'Stay with the old version and wait for the next one.',
      'The log has the last words of the new one.',
      'To try once more, update again under Versions.',
    ],
    worry: 'No need: the old version and its data are there.',
  },
  updateSilent: {
    what: 'The new version came up, but no answer came back for over a minute. The old one runs again.',
    why: 'It does not fit the other side, a plugin is wrong, or the sign-in was lost. Or the model failed just then.',
    itself: 'The old version is put back with its data, and the bot is asked whether it answers.',
    todo: [
      'See whether the model link is well; if that was it, mend it and update again.',
      'If not, wait for the next version.',
    ],
    worry: 'Only if it is silent with the old version, too: see which link is red.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

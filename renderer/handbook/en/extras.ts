import type { CodeId, CodePage } from '../page';

export const extras = {
  poolNoneWorks: {
    title: 'None of the keys in the pool works',
    what: 'Every key of the pool was tried, and none can be used now.',
    why: 'Used up, too busy, wrong region, deleted: the chain says how many of each.',
    itself: 'BotPier remembers why for each, and does not keep knocking with them.',
    todo: [
      'Busy or used up: wait, then try again.',
      'Wrong region: set a proxy.',
      'Not known: remove them and paste others.',
    ],
    worry: 'All unknown: they were probably closed together.',
  },
  poolUnreachable: {
    what: 'The key pool runs, but does not answer.',
    why: 'It is starting, or its database hangs.',
    itself: 'BotPier gives it a minute, then restarts it.',
    todo: ['Restart it.', 'Look into its log.'],
    worry: 'The keys are stored by BotPier; none is lost with it.',
  },
  poolRefused: {
    what: "The key pool no longer takes BotPier's token.",
    why: 'Somebody changed it in its panel, and what it has stored counts.',
    itself: 'BotPier sets it up anew and puts the keys back.',
    todo: ['Wait for that.', 'Change things in BotPier and leave the token in the panel alone.'],
    worry: 'If it was not you, ask who can open its panel.',
  },
  poolDatabaseBroken: {
    what: "The key pool's database is broken, so it can do nothing.",
    why: 'Power went while writing, or the disk is full. Its own health check always says fine, so BotPier looks for itself.',
    itself: 'It is restarted; if that does not help it gets a new database, and the keys are put back.',
    todo: ['Wait for that.', 'See whether the disk is full.'],
    worry: 'Only its own statistics are lost. The keys stay.',
  },
  poolChanged: {
    what: "The key pool's settings are not as BotPier wrote them.",
    why: 'Somebody changed them in its panel.',
    itself: 'BotPier does not overwrite them at once. You decide.',
    todo: ['Ours: write them again.', 'On purpose: take theirs.'],
    worry: 'If in doubt write ours again; no key is lost.',
  },
  gatewayUnreachable: {
    what: 'The gateway does not answer; the panels cannot be reached through it.',
    why: 'It is starting, its port is taken, or it crashed.',
    itself:
      'If it quit, BotPier starts it again; if it runs and says nothing, that is up to you. The bot does not need it and goes on.',
    todo: ['Restart it.', 'Look into its log.'],
    worry: 'In a hurry, open the panels directly from home.',
  },
  gatewayRefused: {
    what: 'The gateway does not take the new rules. The old ones stay.',
    why: 'There is probably a mistake in a rule. Its words are in the evidence.',
    itself: 'It never starts with bad rules; the old ones stay in force.',
    todo: ['Look at the rules you changed last.', 'Mend them, try an address, and try again.'],
    worry: 'The bot is not affected; take your time.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

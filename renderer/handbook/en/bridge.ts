import type { CodeId, CodePage } from '../page';

export const bridge = {
  tokenDrift: {
    what: 'The passwords at the two ends of the line differ.',
    why: 'Somebody changed one end in a panel. The other still has the old one and is refused, though it looks connected.',
    itself: "BotPier sees that it is the password, but does not overwrite somebody's edit. You decide.",
    todo: [
      'Rewrite it: ours counts.',
      'You changed it on purpose: keep the edit, and the other end follows.',
    ],
    worry: 'No new scan. If nobody changed it and it happens again, ask who can open the panel.',
  },
  bridgeServerMissing: {
    what: 'The end of the line on the QQ side is gone or switched off.',
    why: 'Somebody deleted it, switched it off, or replaced the whole configuration in the panel.',
    itself: 'If it is gone, BotPier writes it again. If it is switched off, you decide.',
    todo: ['Press the button that rewrites it.', 'For a connection of your own, add one with another name.'],
    worry: 'Other connections that you added are not touched.',
  },
  bridgeDown: {
    what: 'Both ends are up, and the line is not.',
    why: 'One of them has probably just restarted. Some versions of the brain do not reconnect by themselves.',
    itself: 'BotPier reconnects for the brain, with longer and longer pauses, and tells you after a minute.',
    todo: ['Try again.', 'Else restart the brain; chats and persona stay.'],
    worry: 'Cut every few minutes: the log says which end leaves first.',
  },
  bridgeRefused: {
    what: 'The QQ side dials, and nobody picks up at the brain.',
    why: 'The brain runs without its OneBot entrance, or is still starting.',
    itself: 'BotPier waits until it is up and lets both ends connect again.',
    todo: ['Wait a minute.', 'Restart it.', "See in the brain's panel whether OneBot is switched off."],
    worry: "Still nobody after a restart: look for a plugin's complaint in the brain's log.",
  },
  bridgeUnknownHost: {
    what: 'The QQ side looks for the brain by name and does not find it.',
    why: 'They must be on the same inner network. Somebody has probably changed a network or container in Docker.',
    itself: 'BotPier sets the network up as it should be at each start; built anew, they find each other.',
    todo: ['Restart it.', 'Else stop everything and start it again.'],
    worry: "If another tool manages your Docker, keep it off BotPier's network.",
  },
  bridgeTimedOut: {
    what: 'The QQ side dials, somebody lives there, and no echo comes.',
    why: 'The brain is too busy, or a firewall cuts the talk between containers.',
    itself: 'BotPier connects again, with longer and longer pauses.',
    todo: [
      'Restart the brain.',
      'See whether the computer is very slow.',
      'If a firewall rules containers, let the inner network through.',
    ],
    worry: 'If it began with a new security program, that is the one.',
  },
  bridgeWrongPath: {
    what: 'The QQ side knocks at a door the brain does not know.',
    why: "The brain's address for OneBot was changed in its panel.",
    itself: 'That address is ours to look after: BotPier writes it back, restarts the brain and connects.',
    todo: ['Wait for that.', 'If it does not help, restart it.'],
    worry: 'Changed again in the panel, it breaks again.',
  },
  bridgeTokenRefused: {
    what: "The brain does not take the QQ side's token.",
    why: "The token on the brain's side was changed.",
    itself: 'BotPier writes the same token at both ends, restarts the brain and connects.',
    todo: ['Wait for that.', 'If it does not help, restart it.'],
    worry: "No new scan. If it changes again, ask who can open the brain's panel.",
  },
} satisfies Partial<Record<CodeId, CodePage>>;

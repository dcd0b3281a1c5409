import type { Shape } from '../shape';
import type * as zh from '../zh/sync-diagnosis';

export const syncDiagnosis: Shape<typeof zh.syncDiagnosis> = {
  syncTokenRefused: {
    word: 'Token refused',
    what: 'GitHub no longer takes this token',
    why: 'It ran out, was revoked, or a part was lost when it was pasted.',
    todo: 'Make a new one on GitHub and enter it on the Backup page.',
  },
  syncForbidden: {
    word: 'Not permitted',
    what: 'The token may not do enough',
    why: 'GitHub knows it, but does not let it write to this repository.',
    todo: 'Give it Contents: read and write on this repository, then try again.',
  },
  syncRepositoryMissing: {
    word: 'Not found',
    what: 'The repository is not found',
    why: 'It was deleted or renamed, or the token does not see it; GitHub answers all of these alike.',
    todo: 'See whether it is there, and whether the token is allowed to see it.',
  },
  syncSso: {
    word: 'Authorise',
    what: 'The organisation wants the token authorised',
    why: 'The repository belongs to an organisation with single sign-on.',
    todo: "On GitHub's page of tokens choose Configure SSO, then try again.",
  },
  syncRateLimited: {
    word: 'Too often',
    what: 'GitHub asks for a break',
    why: 'It was asked too often; it counts.',
    todo: 'Nothing to do: saving goes on when the time is up.',
  },
  syncSecretsBlocked: {
    word: 'Blocked',
    what: 'GitHub blocked something like a secret',
    why: 'A file to be saved holds a key in clear text, and push protection does not let it pass.',
    todo: 'On the Backup page, encrypt everything.',
  },
  syncTooLarge: {
    word: 'Too large',
    what: 'This is too large to be saved',
    why: 'A file is larger than GitHub takes, or the repository is full.',
    todo: 'On the Backup page lower the limit for large files, or save less.',
  },
  syncBranchProtected: {
    word: 'Protected',
    what: 'The branch is protected against writing',
    why: 'The repository has a rule for it.',
    todo: 'Take the rule away on GitHub, or use an empty repository.',
  },
  syncPublic: {
    word: 'Public',
    what: 'This repository is public; nothing is saved there',
    why: "Everybody could read the bot's chats and sign-in.",
    todo: 'Make it private on GitHub, then try again.',
  },
  syncArchived: {
    word: 'Archived',
    what: 'The repository is archived and cannot be written to',
    why: 'Somebody archived it on GitHub.',
    todo: "Unarchive it in the repository's settings, or use another.",
  },
  syncForeign: {
    word: 'Not ours',
    what: 'Something else is in this repository',
    why: 'What lies in this branch was not saved by BotPier, and is not overwritten.',
    todo: 'Use an empty repository, or another branch.',
  },
  syncConflict: {
    word: 'Two save',
    what: 'Another computer saves here as well',
    why: 'Both would overwrite each other, so this one stopped.',
    todo: 'On the Backup page, choose which one goes on.',
  },
  syncChanged: {
    word: 'Changed',
    what: 'Somebody changed the saved data',
    why: 'It was edited by hand, or its history was replaced.',
    todo: 'Look at the Backup page, then let this computer go on saving.',
  },
  syncDamaged: {
    word: 'Damaged',
    what: 'Something in the saved data does not add up',
    why: 'A part is missing, or its checksum is another than when it was saved.',
    todo: 'Try an earlier moment. Nothing was changed on this computer.',
  },
  syncKeyWrong: {
    word: 'Wrong key',
    what: 'The recovery key is the wrong one',
    why: 'The data was locked with another key.',
    todo: 'Find the key you wrote down, and enter the whole line again.',
  },
  syncKeyLost: {
    word: 'Key lost',
    what: 'This computer cannot read its encryption key',
    why: 'Another computer or user stored it.',
    todo: 'Enter the recovery key on the Backup page, and saving goes on.',
  },
  syncClockWrong: {
    word: 'Clock wrong',
    what: 'The clock is wrong, and GitHub does not connect',
    why: 'It is off by too much for a secure connection.',
    todo: 'Let the system set the time by itself, then try again.',
  },
  syncProxy: {
    word: 'Proxy',
    what: 'The proxy does not let us through to GitHub',
    why: 'It is off, its address is wrong, or it wants a password.',
    todo: 'Look at the proxy under Network in the settings.',
  },
  syncOffline: {
    word: 'No line',
    what: 'GitHub is not reached',
    why: 'The network is down, or GitHub is cut off here. The bot goes on answering.',
    todo: 'Saving goes on once the network does; else set a proxy.',
  },
  syncGitMissing: {
    word: 'No git',
    what: 'There is no git on this computer',
    why: 'Saving to GitHub needs it, and the one that comes along was not found.',
    todo: 'Install git, then try again.',
  },
  syncDiskFull: {
    word: 'Disk full',
    what: 'The disk is full, so no copy can be made',
    why: 'A copy is made on this computer first.',
    todo: 'Free a few GB, or remove old snapshots, then try again.',
  },
  syncNoCopy: {
    word: 'No copy',
    what: 'No whole copy of the data could be made',
    why: 'It could not be read completely, so it did not replace what was saved before.',
    todo: 'It tries again by itself; the log says which part it was.',
  },
  syncUnknown: {
    word: 'Not saved',
    what: 'It was not saved, and the reason is unclear',
    why: 'What GitHub or git said is below.',
    todo: 'It tries again by itself; if it goes on like this, see the logs.',
  },
};

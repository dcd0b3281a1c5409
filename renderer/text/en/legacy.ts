import type { Shape } from '../shape';
import type * as zh from '../zh/legacy';

export const legacy: Shape<typeof zh.legacy> = {
  open: 'Bring along an old repository',
  openLine:
    'Did the backup tool of AstrBot + NapCat save a bot of yours to GitHub? It can become a bot here.',
  title: 'Bring along an old repository',
  line: 'First only a look at what is in it; nothing is changed there.',
  repository: 'Old repository',
  repositoryHelp: 'As owner/name, or its address as it is.',
  repositoryBad: 'Like captain/astrbot-backup, or an address.',
  tokenHelp: 'One that may read it is enough, the GITHUB_PAT of the old tool too. It is not kept.',
  look: 'See what is there',
  found: 'From {{repository}}, {{files}} files can come along, {{size}}',
  part: '{{files}} files · {{size}}',
  parts: {
    napcat: 'The sign-in of QQ, the settings of NapCat',
    astrbot: 'AstrBot: memory of chats, persona, plugins, settings',
    'gemini-balance': 'Gemini Balance: the keys in it alone, into the key pool',
  },
  large: 'Large ones among them, which come from a release: {{files}}, {{size}}.',
  left: 'What does not come along ({{files}})',
  why: {
    toolsOwn: "The old tool's own notes, of no use any more",
    noPlace: 'There is no place for it here',
    taken: 'There are two of that name; the one in use comes along',
    notSaved:
      'A repository inside the repository: the old tool saved its name alone. Most likely a plugin; install it again here',
    leadsOutside: 'A link to somewhere outside',
    lost: 'A large file that is lost or broken',
  },
  more: 'and {{files}} more',
  lost: 'Large files that are not to be found in the releases any more: {{files}}. The bot here will be without them.',
  will: {
    read: 'The old repository is only read, and stays as it is.',
    fresh: 'Passwords of panels and tokens between services are made anew; the old ones end.',
    scan: 'QQ takes it for a new device and will most likely want a scan. Stop the old one first: one account in two places signs itself out.',
    beside: 'It becomes a new bot; the one you have is not touched.',
  },
  other: 'Another one',
  go: 'Bring it along',
  goWithout: 'Bring the rest along',
  running: 'Bringing it along',
  runningLine:
    'Databases are opened and checked first; nothing is put in place before all is there. Stopped on the way, nothing is left.',
  stop: 'Stop',
  without: 'Go on without it',
  again: 'Try again',
  problem: {
    syncTokenRefused:
      'GitHub does not take this token: it ran out, was revoked, or a part was lost when it was pasted. Try another.',
    syncRepositoryMissing:
      'There is no such repository, or the token does not see it. GitHub answers both alike.',
    syncForbidden: 'The token may not read this repository. On GitHub, let it read Contents.',
  },
  done: '"{{name}}" has come along',
  doneKeys: '{{keys}} keys of Gemini are in the key pool and are being tried.',
  next: 'Next, agree to a few things and scan once with the phone; then it answers.',
  goOn: 'Go on',
};

import type { Shape } from '../shape';
import type * as zh from '../zh/common';

export const app: Shape<typeof zh.app> = {
  name: 'BotPier',
  product: 'a pier for bots',
  skip: 'Skip to the content',
  language: { toEn: 'English', toZh: '中文' },
  toDark: 'Switch to dark',
  toLight: 'Switch to light',
  settings: 'Settings',
  back: 'Back',
  cancel: 'Never mind',
  close: 'Close',
  save: 'Save',
  saved: 'Saved',
  undo: 'Undo',
  copy: 'Copy',
  copied: 'Copied',
  connecting: 'Connecting to BotPier',
  lost: 'Connection lost, reconnecting',
  lostLong: 'BotPier stopped; waiting for it to come back',
};

export const session: Shape<typeof zh.session> = {
  title: 'Open it with the link in the terminal',
  line: 'BotPier prints a link with a token when it starts. Click that one to come in.',
  titlePassword: 'It asks for a password',
  password: 'Password',
  token: 'Or paste the token here',
  enter: 'Enter',
  wrong: 'That is not it; look again',
};

export const error: Shape<typeof zh.error> = {
  invalidInput: 'That does not fit; change it and try again.',
  unknownBot: 'This bot is no longer here.',
  unknownService: 'This bot has no such part.',
  unknownFix: 'That is no longer needed.',
  keyRefused: 'The provider refuses this key.',
  keyMalformed: 'That does not look like a key.',
  notAllowed: 'That is not allowed here.',
  busy: 'Still busy with the last thing; let it finish.',
  engineUnavailable: 'Docker cannot be reached now.',
  confirmationNeeded: 'Confirm it first.',
  diskFull: 'The disk is full; free some space first.',
  outOfRange: 'It has to be between {{least}} and {{most}}.',
  memoryLimitRefused: '{{product}} does not come up with that much memory; it has its old limit again.',
  portTaken: 'Port {{port}} is in use by another program; choose another number.',
  passwordWeak: 'That password is too easy to guess. Use at least 12 characters.',
  gatewayRefused: 'The gateway does not take these rules; the old ones stay in place. It says: {{message}}',
  syncRefused: 'GitHub does not agree.',
  repositoryInUse: 'A bot is saved in this repository already.',
  recoveryKeyWrong: 'This is not the recovery key of this backup.',
  legacyEmpty: 'There is nothing in the branch {{branch}} of {{repository}}. See whether its name is right.',
  legacyForeign:
    'There is nothing of the old backup tool in {{repository}}. What BotPier itself saved comes back by "Restore from a backup".',
  legacyDamaged: '{{path}} is broken or missing; nothing was touched. The rest can come along without it.',
  dataDirLocked: 'Another BotPier is open; close that one first.',
  notYours: 'This file belongs to another user of the computer and was left alone: {{file}}',
  readOnly: 'Nothing can be written here; look at the disk and the rights of the folder: {{file}}',
  secretsLocked: 'Secrets are still locked: the passphrase first.',
  passphraseWrong: 'Not the passphrase. Try again.',
  importForeign: 'This is no settings file of BotPier; nothing was changed.',
  importNewer: 'A newer BotPier saved this file: update BotPier first. Nothing was changed.',
  importInvalid: '"{{field}}" in the file is not as it should be; nothing was changed.',
  environmentRefused: '{{name}} is set by BotPier or the system and cannot be set here.',
  environmentSecret:
    '{{name}} looks like a secret: whoever may look at containers sees their variables, so none goes here.',
  passphraseShort: 'Too short: at least {{least}} characters.',
  notRehearsing: 'This is not a rehearsal.',
  unknownSnapshot: 'This snapshot is no longer here.',
  pauseImpossible:
    'This computer cannot make {{product}} stand still for a moment. It would have to be stopped for the copy, and goes on by itself afterwards.',
  disturbed:
    'Something else let the container go on in the middle of the copy. It does not count; try again.',
  imageMissing: 'The image {{image}} is not here; let it be downloaded first.',
  snapshotDamaged: 'This snapshot is incomplete or was changed. Nothing was touched with it.',
  snapshotNewer: 'This snapshot is from a newer BotPier; update this one first.',
  fileExists: '{{path}} is there already. Choose another name.',
  snapshotFileForeign: 'This is not a snapshot that BotPier has exported.',
  cancelled: 'Cancelled.',
  internal: 'It did not work; the logs say why.',
};

export const notice: Shape<typeof zh.notice> = {
  settingsReset: 'The settings file could not be read and was replaced by defaults; a copy was kept.',
  settingsNewer: 'The settings are from a newer BotPier; what we do not know is left as it is.',
  botUnreadable: "One bot's file could not be read. It was put aside, not deleted.",
  secretsUnreadable: 'The stored keys cannot be read on this computer; enter them again.',
  weakSecrets: 'This computer has no key store, so keys are kept in a weaker way.',
  clockWrong: "The computer's clock is off; sign-in and downloads may be refused.",
  stillHere: 'Closing the window only puts it away; the bot goes on. Quit by the menu of the tray icon.',
  noTrayHost:
    'This desktop shows no tray icons. With the window closed the bot goes on; start BotPier again to open it.',
  trayFailed:
    'The tray icon could not be placed. With the window closed the bot goes on; start BotPier again to open it.',
  dismiss: 'Got it',
  howToKeep: 'Choose how',
};

export const unit: Shape<typeof zh.unit> = {
  ms: '{{n}} ms',
  seconds: '{{n}} s',
  minutes: '{{n}} min',
  minutesSeconds: '{{m}} min {{s}} s',
  hours: '{{n}} h',
  days: '{{d}} d',
  daysHours: '{{d}} d {{h}} h',
  hoursMinutes: '{{h}} h {{m}} min',
  today: 'today {{time}}',
  yesterday: 'yesterday {{time}}',
  justNow: 'just now',
  eta: 'about {{time}} left',
};

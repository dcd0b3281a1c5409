import type { NotificationWords } from './words';

export const wordsEn: NotificationWords = {
  named: (bot, title) => `${bot} ${title}`,
  kind: {
    offline: {
      title: 'is offline',
      body: 'QQ is cut off. BotPier is trying to sign in again, and calls you if it cannot.',
    },
    needsScan: {
      title: 'needs a scan',
      body: 'Scan with QQ on your phone to bring it back. Nothing else is lost.',
    },
    bridgeBroken: {
      title: 'hears nothing',
      body: 'The line between QQ and the brain has been cut for over a minute. Look into BotPier.',
    },
    modelBroken: {
      title: 'cannot answer',
      body: 'The model has not answered for over a minute. Look into BotPier.',
    },
    down: {
      title: 'has stopped',
      body: 'A part of it has not been running for over a minute. Look into BotPier.',
    },
    notSaved: {
      title: 'is not being saved',
      body: 'It has not been saved to GitHub for a while. It goes on answering; BotPier says what to do.',
    },
    back: { title: 'is back', body: 'It answers again.' },
    versionOffered: {
      title: 'can be updated',
      body: 'A newer version is to be had. BotPier says what it brings, and updates when you say so.',
    },
    updateReturned: {
      title: 'was not updated',
      body: 'The new version did not work. The old one is back with its data, and the bot answers.',
    },
    updateReady: {
      title: 'A new BotPier is ready',
      body: 'It is downloaded, and installed when you quit, or now.',
    },
  },
  code: {
    kicked: {
      title: 'was signed out by QQ',
      body: 'Look on your phone that the account is fine, then sign in from BotPier.',
    },
    loginElsewhere: {
      title: 'is signed in elsewhere',
      body: 'The account was signed in on another computer. Sign out there, then sign in from BotPier.',
    },
    loginRefused: {
      title: 'is refused by QQ',
      body: 'Do not try over and over. Sign in on your phone once and see what QQ says.',
    },
    keyNoQuota: { title: 'has no model quota left', body: 'Top up at the provider, or use another key.' },
    keyRefused: {
      title: 'has a model key that no longer works',
      body: 'Open BotPier and enter another key.',
    },
    keyRateLimited: {
      title: 'is slowed down by the model',
      body: 'It passes by itself; choose another model if it happens often.',
    },
    modelMissing: { title: 'uses a model that is gone', body: 'Open BotPier and choose another model.' },
    engineGone: {
      title: 'has stopped: Docker is not running',
      body: 'Start Docker, and the bot comes back by itself.',
    },
    diskFull: {
      title: 'has stopped: the disk is full',
      body: 'Make some room, and the bot comes back by itself.',
    },
  },
  test: { title: 'BotPier test', body: 'If you read this, this way works.' },
  scanHere: 'Scan this with QQ on your phone. Good for two minutes.',
  scanLink: (url) => `Open this to scan (once only, within five minutes): ${url}`,
  scanAtHome: 'Open BotPier to scan.',
};

import type { Shape } from '../shape';
import type * as zh from '../zh/handbook';

export const handbook: Shape<typeof zh.handbook> = {
  title: 'Handbook',
  whatIsThis: 'What is this?',
  find: 'Search the handbook',
  found: 'Pages found: {{n}}',
  nothing: 'Nothing matches "{{text}}"; try fewer letters',
  clear: 'Show all',
  missing: 'The handbook has no such page. Look below.',
  why: 'Why it happens',
  itself: 'What BotPier does by itself',
  todo: 'What you can do',
  worry: 'When to worry',
  next: 'Read next',
  group: {
    general: 'Start here',
    engine: 'Computer',
    images: 'Downloads',
    services: 'Running',
    login: 'Sign-in',
    bridge: 'Line',
    brain: 'Brain and replies',
    model: 'Model and key',
    saving: 'Saving to GitHub',
    extras: 'Key pool and gateway',
  },
};

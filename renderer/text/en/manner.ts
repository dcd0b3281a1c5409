import type { Shape } from '../shape';
import type * as zh from '../zh/manner';

export const manner: Shape<typeof zh.manner> = {
  title: 'Who it is and when it speaks',
  nameLine: 'Tells several bots apart; nobody on QQ sees it.',
  empty: 'Must not be empty.',
  personaLine: 'Decides how it talks. Copy a built-in one to change it; try a line before you use it.',
  worn: 'in use',
  wear: 'Use it',
  edit: 'Edit',
  copy: 'Look, copy',
  copyOf: '{{name}} (mine)',
  drop: 'Remove {{name}}',
  editTitle: 'Edit the persona',
  copyTitle: 'A persona of your own',
  personaName: 'Name of the persona',
  prompt: 'What the model is told, word for word',
  question: 'Try a line first',
  questionHelp: 'Asks the model once; goes to no group and is not remembered.',
  usualQuestion: 'Hello, how was your day?',
  ask: 'Ask',
  asking: 'Waiting for its answer…',
  cannotAsk: 'It can be tried once the brain runs and a model is connected.',
  wake: {
    private: 'Answers in private chats',
    mention: 'Answers when mentioned',
    nickname: 'Answers to its name',
  },
  wakeLine: {
    private: 'Somebody talks to it alone; no name needed.',
    mention: 'Somebody in a group writes @ and its name.',
    nickname: 'A line begins with its name.',
  },
  context: 'How much it remembers of a talk',
  contextLine:
    'What was said before goes to the model with each answer: more makes it follow better, and costs more.',
  contexts: { short: 'Little', usual: 'As the brain has it', long: 'Much' },
  hearing: {
    groups: { title: 'Groups it hears', line: 'In the others it answers nobody.' },
    people: { title: 'People it hears', line: 'In groups and in private; the owner is always heard.' },
  },
  hears: { all: 'All', only: 'Only those listed', except: 'Not those listed' },
  list: 'QQ numbers',
  listHelp: 'One a line, or with commas between.',
  nobodyYet: 'Nobody is listed yet, so nobody is heard. One a line.',
  notANumber: '"{{text}}" is no number of 5 to 12 digits.',
  ownerLine: 'This account may command it and is always heard; empty means nobody.',
};

import type { CodeId, CodePage } from '../page';

export const brain = {
  chooseStack: {
    what: 'The brain reads messages and thinks of answers. There are two to choose from.',
    why: 'Koishi is light and easy to give a character; AstrBot can do more and wants more memory.',
    itself: 'It downloads while you go on.',
    todo: ['Not sure: Koishi.', 'Tools, a knowledge base and memory to spare: AstrBot.'],
    worry: 'You can change later without a new scan.',
  },
  prepareFailed: {
    what: 'The plugins of the brain did not install.',
    why: 'The network broke half-way, the disk is full, or something in the plugin source is damaged. The words are in the evidence.',
    itself: 'BotPier puts the half-done aside and starts over after a while. It never runs on it.',
    todo: [
      'Try again.',
      'Choose another plugin source under Network in the settings.',
      'See how much disk is left.',
    ],
    worry: 'Three times the same words: waiting will not help, another source will.',
  },
  prepareUnreachable: {
    what: 'The place plugins come from cannot be reached.',
    why: 'Plugins are downloaded, and from mainland China the sources abroad are often very slow.',
    itself: 'BotPier tries again from time to time. A brain that is installed is not affected.',
    todo: ['Under Network in the settings, install plugins from npmmirror.', 'If you need a proxy, set it.'],
    worry:
      'A proxy that listens on 127.0.0.1 alone cannot be reached from a container: allow the local network in it.',
  },
  incompatiblePlugins: {
    what: 'Two plugins do not go together and would keep the brain from starting.',
    why: 'One was updated in the panel, or one was added that does not fit.',
    itself: 'BotPier stops here, so that it does not crash over and over. The set we matched was tried.',
    todo: [
      'Try again to install the matched versions.',
      'Switch off plugins of your own, then on again one by one.',
    ],
    worry: 'Chats and persona are not lost by this.',
  },
  brainUnreachable: {
    what: 'The brain runs, but does not answer us.',
    why: 'It is starting, short of memory, held up by a plugin, or busy.',
    itself: 'BotPier gives it two minutes before it says so. As it has not quit, restarting it is up to you.',
    todo: ['Wait two minutes.', 'Restart it.', 'See in the log what it did last.'],
    worry: 'If it soon happens again, switch off the plugin you added last.',
  },
  brainPluginFailed: {
    what: 'The brain is up, but one of its plugins is not.',
    why: 'A wrong setting, another plugin that is missing, or a service it cannot reach. The words are in the evidence.',
    itself: 'Plugins that BotPier looks after are written right at each start; your own it leaves alone.',
    todo: [
      'See which plugin it is.',
      'Restart it, else build it anew.',
      "If it is yours, switch it off in the brain's panel.",
    ],
    worry: 'If the bot still answers, there is no hurry.',
  },
  brainModelMissing: {
    what: 'The model you chose is not among those the brain knows.',
    why: 'The provider removed or renamed it, or this key does not see it.',
    itself: 'BotPier takes no other instead, so that you do not pay for what you did not choose.',
    todo: ['On the Model page, choose one that works.'],
    worry: 'If none works, it is rather the key or the address.',
  },
  replySilent: {
    what: 'We asked one thing and heard nothing for a minute and a half.',
    why: 'A slow or busy model, a brain that hangs, or a very long persona.',
    itself: 'The question stays inside the brain and reaches no group. It is asked again after a while.',
    todo: [
      'Try again.',
      'See on the Model page whether the model is quick.',
      'See in the log what the brain is busy with.',
    ],
    worry: 'If the model answers and the brain does not, restart the brain.',
  },
  replyFailed: {
    what: 'It received the question, wanted to answer and could not.',
    why: 'Mostly the model said no: no credit, too busy, content refused. The words are in the evidence.',
    itself: 'BotPier tries again.',
    todo: ['Read the words.', 'Try again.', 'If it is about money or limits, go to the Model page.'],
    worry: 'If only some questions are not answered, nothing is broken: the model declined.',
  },
  changeInterrupted: {
    what: 'The change of brain stopped half-way. The old one goes on answering.',
    why: 'BotPier was closed, or the computer stopped.',
    itself: 'Until the new brain has proved itself, the old one keeps running. Nothing is lost.',
    todo: ['Change again if you like; what was downloaded is kept.'],
    worry: 'No need: two brains never answer at once.',
  },
  changeSlow: {
    what: 'The new brain could not answer for a long time, so the old one is back.',
    why: 'The first start installs a lot; a slow computer or network stretches it. Memory may not suffice for two.',
    itself: 'It changes back by itself. What was downloaded is used next time.',
    todo: ['See in the log where it stopped.', 'Close something large and change again.'],
    worry: 'Twice at the same place: first solve what the log says.',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

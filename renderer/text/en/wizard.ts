import type { Shape } from '../shape';
import type * as zh from '../zh/wizard';

export const wizard: Shape<typeof zh.wizard> = {
  todo: '{{total}} things to do · this is number {{n}}',
  last: '{{total}} things to do · this is the last',
  quay: {
    working: 'Getting ready',
    goOn: 'Go on, no need to wait',
    from: 'from {{source}}',
    speed: '{{rate}}/s',
    allReady: 'Everything is downloaded and installed.',
    readySoon: 'Download, brain and model are ready: about 10 s from your scan to its first words.',
    trouble: '{{word}} needs a look',
    look: 'Look',
    afterChoose: 'The download starts once you have chosen. Go on meanwhile.',
  },
  rehearse: {
    title: 'No spare account yet, or just looking?',
    line: 'A rehearsal touches no QQ and installs nothing. Two minutes from end to end.',
    how: 'Rehearse first',
  },
};

export const stack: Shape<typeof zh.stack> = {
  koishi: {
    name: 'Koishi + ChatLuna',
    button: 'Use Koishi',
    line: 'Light, good at talk',
    good: 'Company, personas, joining group talk',
    fits: 'A first bot; an older computer',
    models: 'Any provider, and Ollama on this computer',
  },
  astrbot: {
    name: 'AstrBot',
    button: 'Use AstrBot',
    line: 'Many features; tools and knowledge out of the box',
    good: 'Tools, knowledge base, schedules',
    fits: 'You like to tinker; memory to spare',
    models: 'Any provider, and Ollama on this computer',
  },
};

export const choose: Shape<typeof zh.choose> = {
  title: 'Choose a brain',
  line: 'It reads messages and thinks of answers. Swap later, no new scan.',
  unsure: 'Not sure? This one',
  why: 'Why this one',
  table: 'Brains compared',
  row: {
    good: 'Good at',
    fits: 'Fits',
    download: 'Download',
    memory: 'Memory',
    models: 'Models',
    options: 'Can be added',
  },
  option: { keyPool: 'a pool of Gemini keys', gateway: 'one address for all panels' },
  noOptions: 'nothing',
  limit: 'held below {{size}}',
  measured: '{{product}} was measured at about {{size}}',
  joined: '; ',
  unmeasured: 'not measured yet; you will see it as it comes',
  about: 'about {{size}}',
  whyFree: {
    title: 'Free and open',
    line: 'Anyone can read the code, and nothing is locked behind a payment.',
  },
  whyHome: {
    title: 'It lives on your computer',
    line: 'Settings and chats stay here. You can take it all down again.',
  },
  whySwap: {
    title: 'It can be swapped',
    line: 'The QQ side and the brain are apart: a new brain needs no new sign-in.',
  },
};

export const consent: Shape<typeof zh.consent> = {
  title: 'Three things to know first',
  account: {
    title: 'Use a spare account',
    line: 'QQ does not support this way of signing in. An account run by a bot may be asked to verify, be limited, and a few are banned. Use one you can afford to lose, not your main one.',
  },
  slow: {
    title: 'Go slowly for some days',
    line: 'At first stay out of big groups and let it speak little. BotPier does nothing to hide from checks and makes no promise about the account.',
  },
  where: {
    title: 'Where messages go',
    line: 'What people say to the bot goes to the model provider you choose next. BotPier itself uploads nothing; the key stays on this computer.',
  },
  software: 'What will be installed',
  source: 'Your computer downloads it straight from the mirrors; we pass nothing on.',
  licence: 'Licence',
  tencent: { name: 'QQ for Linux', where: 'inside NapCat', licence: 'Tencent software licence' },
  role: {
    napcat: 'QQ side',
    koishi: 'brain',
    astrbot: 'brain',
    'gemini-balance': 'key pool',
    gateway: 'gateway',
  },
  agree: 'I understand, go on',
};

export const key: Shape<typeof zh.key> = {
  title: 'Connect a model',
  which: 'Which provider?',
  paste: 'Paste your {{provider}} key',
  placeholder: 'Click here and press {{keys}}',
  keep: 'Tested as you paste, saved only if it works. Nobody can read it afterwards.',
  get: 'Get one at {{host}}',
  noKey: 'This one needs no key. One click tries it.',
  tryIt: 'Try it',
  baseUrl: 'Address',
  baseUrlHelp: 'An OpenAI-compatible address, usually ending in /v1. If it is a little off we mend it.',
  advanced: 'Another address or model',
  model: 'Model',
  modelHelp: 'Leave it empty for the suggested one.',
  switched: 'This is a {{provider}} key, so we switched over.',
  trying: 'Trying this key',
  tryingModel: 'Trying this model',
  tryingLine: 'Reaching {{host}} and asking it one thing.',
  stop: 'Stop waiting',
  works: 'It works',
  worksLine: 'First words in {{latency}} · {{n}} models',
  movingOn: 'Saved. Moving on.',
  models: 'Another model',
  repaired: 'We corrected the address to {{url}}.',
  use: 'Use {{model}}',
  useModel: 'Use {{model}} instead',
  again: 'Paste again',
  getNew: 'Get a new one',
  retry: 'Try again',
  retryNow: 'Try now',
  topUp: 'Top up',
  other: 'Another provider',
  domestic: 'One that needs no proxy',
  setProxy: 'Set a proxy',
  editUrl: 'Edit the address',
  pick: 'Pick from {{n}}',
  saidBy: 'It said: "{{message}}"',
  status: ' ({{status}})',
  retryIn: 'Tries again by itself in {{time}}.',
  connected: 'In use: {{model}}',
  replace: 'Replace the key',
  keptLine: 'The key is stored and not shown again.',
  malformed: {
    what: 'That does not look like a key',
    why: 'It holds spaces, line breaks or Chinese: probably copied with something around it.',
    todo: 'Copy the key alone and paste again.',
  },
};

export const scan: Shape<typeof zh.scan> = {
  title: 'Scan with QQ on your phone',
  code: 'Sign-in QR code, {{time}} old',
  renewed: 'New code',
  step1: { title: 'Open QQ on your phone', line: "With the bot's account" },
  step2: { title: 'Tap + at the top right, then Scan', line: 'Point it at this code' },
  step3: { title: 'Tap Confirm on the phone', line: 'This page goes on by itself' },
  age: 'This code is {{time}} old; it renews itself',
  soon: 'This code is about to change; wait for the new one if you like',
  now: 'New code now',
  network: 'Best on the same network: QQ sometimes refuses when phone and computer leave by different ones.',
  cannot: 'Cannot scan?',
  narrow: 'A phone cannot scan its own screen: use another phone, or open this page on a computer.',
  help: {
    title: 'When scanning does not work',
    same: 'Put phone and computer on the same Wi-Fi and switch off any proxy on the phone.',
    other: 'Only one phone? Open this page on a computer and scan it there.',
    album: 'Do not scan from a screenshot; QQ mostly refuses it.',
    fresh: 'If it says "expired", press New code now.',
  },
  waiting: 'Waiting for the code',
  waitingLine: 'The QQ side has just started. It takes some ten seconds.',
  scanned: 'Scanned. Tap Confirm on your phone',
  scannedLine: 'The code is put away while you confirm.',
  notThis: 'Not this account, start over',
  confirming: 'Confirmed. Signing in',
  confirmingLine: 'A few seconds, nothing to do.',
  captcha: 'QQ wants to see it is you',
  captchaLine: 'Open the page and do as it says; this one goes on by itself.',
  device: 'QQ sees a new device',
  deviceLine: 'Open the page and allow this device with QQ on your phone. It asks only once.',
  openVerify: 'Open the page',
  wrong: 'Switch to this account?',
  wrongLine:
    'Last time {{expected}}, now {{nick}} ({{uin}}). Persona and settings stay; the chat history belongs to the account.',
  accept: 'Use this one',
  reject: 'Back to the old one',
};

export const engine: Shape<typeof zh.engine> = {
  line: 'The room your bot lives in. It does not clutter your computer, and you can take it all down again.',
  install: 'Install {{product}}',
  desktop: 'Docker Desktop',
  command: 'Docker Engine',
  download: 'Download',
  os: { windows: 'Windows', mac: 'macOS', linux: 'Linux' },
  system: 'Your system',
  windows: {
    s1: { title: 'Download the installer', line: 'From docker.com; free for personal use' },
    s2: {
      title: 'Open it and click through',
      line: 'Keep "Use WSL 2" ticked. Windows asks once to allow changes: yes',
    },
    s3: { title: 'If it wants a restart, restart', line: 'Open BotPier afterwards; it goes on from here' },
    s4: { title: 'Open Docker Desktop and Accept', line: 'Signing in is optional' },
  },
  mac: {
    s1: { title: 'Download the installer', line: 'M-series chips: Apple silicon; others: Intel' },
    s2: { title: 'Drag the whale into Applications', line: 'Then open it from there' },
    s3: { title: 'When macOS asks, click Open', line: 'It wants your password once, for its network part' },
    s4: { title: 'Click Accept', line: 'Signing in is optional' },
  },
  linux: {
    s1: { title: 'Open a terminal', line: 'Paste the commands below and press Enter' },
    s2: { title: 'Install Docker', line: 'One command, the official version' },
    s3: { title: 'Let your user use it', line: 'Sign out and in again afterwards' },
    s4: { title: 'Have it start with the computer', line: 'Then you can forget it' },
  },
  command2: 'curl -fsSL https://get.docker.com | sh',
  command3: 'sudo usermod -aG docker $USER',
  command4: 'sudo systemctl enable --now docker',
  terms: 'At work check the terms: above 250 people Docker Desktop is paid. Podman is free.',
  podmanLine: 'Rather not Docker? Podman works too: install it, open it and create a machine.',
  podmanGet: 'Go to podman.io',
  waiting: 'Waiting for it to appear',
  waitingLine: 'We look every few seconds and go on by ourselves.',
  look: 'Look now',
  why: 'It is installed. Why is it not seen?',
  whyLine:
    'Most likely it is not open yet, or belongs to another user. If it has an address of its own, enter it in the settings under Computer.',
  startLine: 'Once it is up we go on; it takes about half a minute.',
  start: 'Start it',
  startSelf: 'You can also open it yourself from the menu.',
  allowLine:
    'Docker is there but does not let this user in. One command mends it; sign out and in again afterwards.',
  allowWindows: 'Add your user to the group "docker-users", then sign out and in again.',
  endpoint: 'Its address: {{endpoint}}',
  broken: 'The computer needs a look',
};

export const progress: Shape<typeof zh.progress> = {
  title: 'Getting ready. Nothing for you to do',
  line: 'Do something else meanwhile; closing the window does not stop it.',
  stoppedTitle: 'Stopped for now',
  stoppedLine: '"Go on" continues where it stopped.',
  resume: 'Go on',
  brokenTitle: 'One thing needs a look',
};

export const space: Shape<typeof zh.space> = {
  line: '{{needed}} more is needed, {{free}} is left. What has been downloaded stays.',
  lineUnknown: 'What has been downloaded stays; free a few GB and it goes on.',
  tip1: 'Empty the bin and the Downloads folder',
  tip2: 'Remove unused images in Docker (not those named botpier)',
};

export const keep: Shape<typeof zh.keep> = {
  line: 'Someone edited this in the panel: {{what}}. We left it alone; you decide.',
  at: 'edited {{time}}',
  ours: 'Use ours',
  theirs: 'Keep the edit',
};

export const done: Shape<typeof zh.done> = {
  save: {
    title: 'Do not lose it',
    line: 'No hurry: it can be saved elsewhere every few minutes.',
    how: 'How',
  },
  title: 'It answers',
  line: 'All eight links hold. {{time}} from your tap to its first words.',
  lineShort: 'All eight links hold.',
  first: 'Its first words',
  proofLine: '{{model}} · {{time}} · this try went to no chat',
  next: 'What next',
  send: { title: 'Send it a line from your own account' },
  group: {
    title: 'Bring it into a group; it answers when @-ed',
    line: 'You can change when it speaks on its card',
  },
  copyNumber: 'Copy number',
  home: 'Go to home',
  stays: 'It goes on answering when you close the window.',
};

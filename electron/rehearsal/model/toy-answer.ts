/** What the toy model says to a question: short, always the same for the same words, in the question's language. */
export function toyAnswer(question: string): string {
  const text = question.trim();
  const wanted = VERBATIM.exec(text)?.[1];
  if (wanted) return wanted;
  const language = /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
  const topic = TOPICS.find(({ about }) => about.test(text));
  const replies = topic?.[language] ?? FALLBACK[language];
  const reply = replies[hash(text) % replies.length] ?? '';
  return reply.replace('{word}', pickWord(text, language));
}

/** A question that says itself what the answer is to be. */
const VERBATIM =
  /(?:只(?:回答|回复|说)|(?:reply|answer|say) (?:only|just|with)(?: the word)?)\s*[“"'「]?([\p{L}\d]{1,20})/iu;

interface Topic {
  about: RegExp;
  zh: readonly string[];
  en: readonly string[];
}

const TOPICS: readonly Topic[] = [
  {
    about: /诗|poem|verse|rhyme/i,
    zh: ['潮来不问客，灯在人就在。', '雨落半杯茶，船归一盏灯。', '浪把月亮揉碎了，又替你一片片拼回来。'],
    en: [
      'The tide asks no name; the lamp keeps your place.',
      'Rain in the teacup, a boat in the lamplight: both came home.',
    ],
  },
  {
    about: /出海|带什么|sail|set out|pack/i,
    zh: [
      '先别出海。真要去：救生衣、防水袋、一壶热茶，再把归航时间告诉岸上的人。',
      '带够水、带够绳子，再带一个会看天的人。我在岸上留灯。',
    ],
    en: [
      'Better not. If you must: a life vest, a dry bag, hot tea, and tell somebody ashore when you will be back.',
      'Water, rope, and one person who can read the sky. I keep the lamp lit.',
    ],
  },
  {
    about: /天气|下雨|台风|weather|rain|storm|wind/i,
    zh: ['海鸥都缩着脖子，今天多半要落雨，缆绳再系一道。', '东南风，二三级，适合晒网，不适合吹牛。'],
    en: [
      'The gulls have pulled in their necks: rain. Tie one more knot.',
      'South-east, light. Good for drying nets, bad for tall stories.',
    ],
  },
  {
    about: /你是谁|你叫|介绍|who are you|your name/i,
    zh: ['我是看码头的，管灯、管缆绳，也管闲聊。玩具脑子一个，真模型还没上船。'],
    en: [
      'I keep the pier: the lamp, the ropes and the small talk. A toy brain; the real model has not boarded yet.',
    ],
  },
  {
    about: /谢谢|多谢|thank/i,
    zh: ['客气。下回靠岸，带条鱼来就行。'],
    en: ['You are welcome. Next time you moor, bring a fish.'],
  },
  {
    about: /吃|饭|饿|eat|dinner|lunch|hungry/i,
    zh: ['茶馆今天有鱼丸面，老板说第二碗半价，我作证他没笑。', '灶上有粥，咸菜自取，筷子在船头。'],
    en: ['The tea house has fish-ball noodles. The second bowl is half price, if he smiles.'],
  },
  {
    about: /打个?招呼|问好|greet|say hello|^(?:你好|在吗|有人|嗨|早|晚上好|hi\b|hello|hey\b|ping)/i,
    zh: ['在的，灯亮着呢。有什么要靠岸的？', '在。刚把缆绳系好，你说。'],
    en: ['Here, and the lamp is lit. What are you bringing ashore?', 'Aye. Just tied the last rope. Go on.'],
  },
];

const FALLBACK = {
  zh: [
    '“{word}”？这事我在码头听人说过三个版本，最靠谱的那个要等潮退了才好讲。',
    '说到{word}，先喝口茶。慢一点想，船不会自己开走。',
    '{word}嘛，问老船长他要讲一晚上；我只讲一句：先试小的，再试大的。',
    '我把“{word}”写在黑板上了，等涨潮时再看一眼，多半自己就想通了。',
  ],
  en: [
    '"{word}"? I have heard three versions of that on this pier. The true one comes out at low tide.',
    'About {word}: have some tea first. The boat will not leave by itself.',
    'Ask the old captain about {word} and you get a whole evening. My short one: try it small, then large.',
    'I chalked "{word}" on the board. Look again at high tide; it usually solves itself.',
  ],
} as const;

/** The word of the question that the answer takes up: the longest one, by the language's own word boundaries. */
function pickWord(text: string, language: 'zh' | 'en'): string {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const words = [...segmenter.segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  return longest.slice(0, 24) || (language === 'zh' ? '这个' : 'that');
}

/** A small number from a text, the same on every machine. */
function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  return sum;
}

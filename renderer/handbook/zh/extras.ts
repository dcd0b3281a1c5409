import type { CodeId, CodePage } from '../page';

export const extras = {
  poolNoneWorks: {
    title: '密钥池里没有一把能用',
    what: '池里的密钥都试过了，现在一把也用不了。',
    why: '额度用完、太忙、地区不行、被删了，都有可能。链条上写着各有几把。',
    itself: 'BotPier 记着每一把为什么不行，不拿它们一直去敲门。',
    todo: ['太忙或没额度的，等一等再点“再试一次”。', '地区不行的，设置代理。', '不认的，去掉它，粘贴新的。'],
    worry: '全都不认，多半是它们被一起停用了。',
  },
  poolUnreachable: {
    what: '密钥池在跑，但不回话。',
    why: '还在启动，或者它的数据库卡住了。',
    itself: 'BotPier 给它一分钟，再重启它。',
    todo: ['点“重启它”。', '看日志里的线索。'],
    worry: '密钥存在 BotPier 这里，它坏了也一把不少。',
  },
  poolRefused: {
    what: '密钥池不认 BotPier 的令牌了。',
    why: '有人在它的面板里改过令牌。它以自己存的为准。',
    itself: 'BotPier 会给它换一套新的，再把密钥放回去。',
    todo: ['等它换好。', '以后在 BotPier 里改，不要在面板里改令牌。'],
    worry: '不是你改的，就看看谁能打开它的面板。',
  },
  poolDatabaseBroken: {
    what: '密钥池的数据库坏了，什么也做不了。',
    why: '写到一半断电、磁盘满。它的健康检查总是说好，所以要 BotPier 来看出来。',
    itself: '先重启它；还不行就换一个新库，把密钥原样放回去。',
    todo: ['等它弄好。', '看看磁盘是不是满了。'],
    worry: '只丢它自己的统计，密钥都在。',
  },
  poolChanged: {
    what: '密钥池的设置和 BotPier 写的不一样了。',
    why: '有人在它的面板里改过。',
    itself: 'BotPier 不会马上盖掉，等你定。',
    todo: ['用我们的：写回去。', '是你有意改的：照它现在的来。'],
    worry: '拿不准就写回我们的，密钥不会少。',
  },
  gatewayUnreachable: {
    what: '网关不应声，从那个网址进不了面板。',
    why: '还在启动、端口被占，或者它崩了。',
    itself: '它退出了，BotPier 会把它拉起来；还在跑却不应声，就等你定。机器人不走网关，照常回话。',
    todo: ['点“重启它”。', '看日志。'],
    worry: '急着进面板，可以从首页的“打开面板”直接进。',
  },
  gatewayRefused: {
    what: '网关不接受新写的规则，原来的照旧。',
    why: '多半是规则里有写错的地方。它的原话在依据里。',
    itself: '不会带着坏规则启动，旧的一直有效。',
    todo: ['打开规则，看最近改的那几条。', '改好，用“试一个网址”看看，再试一次。'],
    worry: '不影响机器人回话，可以慢慢改。',
  },
} satisfies Partial<Record<CodeId, CodePage>>;

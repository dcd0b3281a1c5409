/** What hosting there means, said before anything is uploaded and in the Space's README. As of August 2026. */
export const DEMANDS: Readonly<Record<'zh' | 'en', readonly string[]>> = {
  zh: [
    '要付费：新建 Docker Space 需要 PRO、Team 或 Enterprise 套餐（PRO 约 9 美元/月），免费账号会被拒绝（402）。',
    '会睡着：免费的 CPU Basic 硬件 48 小时没人打开网页就休眠，机器人跟着下线，要打开网页才会醒；不休眠得另付硬件费。机器人自己收发消息不算有人访问。',
    '不存东西：磁盘是临时的，每次重启、休眠、重新构建都会清空。QQ 登录、聊天记录、你在面板里改的设置都会丢，要重新扫码。',
    '出网只有 80、443、8080 三个端口：QQ 平时用的其他端口连不上，能不能登录、稳不稳定，没人能保证。',
    '可能被封：Hugging Face 会暂停它认为滥用的 Space，甚至锁账号；在上面跑 QQ 机器人有这个风险。',
    'QQ 会看到一台国外机房里的新设备，更容易要求验证，账号也更危险。',
    '请用私有 Space。公开的 Space 里，两个面板谁都能打开，只靠密码挡着。',
  ],
  en: [
    'It costs money: creating a Docker Space needs a PRO, Team or Enterprise plan (PRO is about $9 a month); a free account is refused (402).',
    'It falls asleep: free CPU Basic hardware sleeps after 48 hours without a visit to its page, and the bot with it, until somebody visits; staying awake needs paid hardware. What the bot sends and receives is no visit.',
    "It keeps nothing: the disk is ephemeral and empty after every restart, sleep and build. QQ's login, conversations and what you changed in panels are lost, and the code has to be scanned again.",
    'Only ports 80, 443 and 8080 are open to the outside: others that QQ likes to use are not. Nobody can promise that signing in works, or lasts.',
    'It may be banned: Hugging Face pauses Spaces that it takes for abuse, and locks accounts. A QQ bot runs that risk.',
    'QQ sees a new device in a foreign data centre, asks for verification more often, and the account is less safe.',
    'Make it a private Space. In a public one anybody may open both panels; only passwords stand in between.',
  ],
};
